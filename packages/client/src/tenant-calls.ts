import type {
  ChangeTenant,
  CreatedTenant,
  CreateTenant,
  PageRequest,
  Tenant,
  TenantList,
} from '@wbpm/contract';
import { apiPath } from './api-path.ts';
import { type CallOptions, type ChangeOptions, type Sender, seen } from './send.ts';

/** Calls about tenants, for administrators of the platform. */
export interface TenantCalls {
  list(query?: PageRequest, options?: CallOptions): Promise<TenantList>;
  get(id: string, options?: CallOptions): Promise<Tenant>;
  create(request: CreateTenant, options?: CallOptions): Promise<CreatedTenant>;
  rename(id: string, request: ChangeTenant, options?: ChangeOptions): Promise<Tenant>;
  suspend(id: string, options?: CallOptions): Promise<Tenant>;
  resume(id: string, options?: CallOptions): Promise<Tenant>;
}

export function tenantCalls(sender: Sender): TenantCalls {
  const post = <Data>(path: string, value: unknown, options?: CallOptions) =>
    sender.data<Data>({ method: 'POST', path, body: { type: 'json', value }, options });
  return {
    list: (query = {}, options) => sender.data({ method: 'GET', path: apiPath`/tenants`, query, options }),
    get: (id, options) => sender.data({ method: 'GET', path: apiPath`/tenants/${id}`, options }),
    create: (request, options) => post(apiPath`/tenants`, request, options),
    rename: (id, value, options) =>
      sender.data({
        method: 'PATCH',
        path: apiPath`/tenants/${id}`,
        body: { type: 'json', value },
        ...seen(options),
      }),
    suspend: (id, options) => post(apiPath`/tenants/${id}/suspend`, {}, options),
    resume: (id, options) => post(apiPath`/tenants/${id}/resume`, {}, options),
  };
}
