import type {
  ActivateAdHoc,
  ActivityList,
  CancelInstance,
  ChangedInstance,
  InstanceDetail,
  InstanceList,
  InstanceQuery,
  Journal,
  MigratedInstance,
  MigrateInstance,
  MigrationPlan,
  ModifyInstance,
  PageRequest,
  PastState,
  SetVariables,
  StartedInstance,
  StartInstance,
  StateComparison,
  SubscriptionList,
  TriggerActivity,
  Variables,
} from '@wbpm/contract';
import { apiPath } from './api-path.ts';
import { type CallOptions, type ChangeOptions, type Sender, seen } from './send.ts';

/** Calls about running and finished instances. */
export interface InstanceCalls {
  start(processId: string, request?: StartInstance, options?: CallOptions): Promise<StartedInstance>;
  list(query?: Partial<InstanceQuery>, options?: CallOptions): Promise<InstanceList>;
  get(id: string, options?: CallOptions): Promise<InstanceDetail>;
  activities(id: string, page?: PageRequest, options?: CallOptions): Promise<ActivityList>;
  journal(id: string, page?: PageRequest, options?: CallOptions): Promise<Journal>;
  /** The instance after journal event `atSeq`; as it is now without it. */
  state(id: string, atSeq?: number, options?: CallOptions): Promise<PastState>;
  /** What differs between the instance after one journal event and after a later one. */
  compare(
    id: string,
    moments: { readonly from: number; readonly to: number },
    options?: CallOptions,
  ): Promise<StateComparison>;
  subscriptions(id: string, page?: PageRequest, options?: CallOptions): Promise<SubscriptionList>;
  localVariables(id: string, elementInstanceId: string, options?: CallOptions): Promise<Variables>;
  setVariables(id: string, request: SetVariables, options?: ChangeOptions): Promise<Variables>;
  /** Moves on an element that waits for nothing but to be triggered. */
  trigger(
    id: string,
    elementInstanceId: string,
    request?: TriggerActivity,
    options?: CallOptions,
  ): Promise<ChangedInstance>;
  /** Begins activities of an ad-hoc subprocess. */
  activateAdHoc(
    id: string,
    elementInstanceId: string,
    request: ActivateAdHoc,
    options?: CallOptions,
  ): Promise<ChangedInstance>;
  completeAdHoc(id: string, elementInstanceId: string, options?: CallOptions): Promise<ChangedInstance>;
  cancel(id: string, request?: CancelInstance, options?: ChangeOptions): Promise<ChangedInstance>;
  /** Moves tokens by hand. */
  modify(id: string, request: ModifyInstance, options?: ChangeOptions): Promise<ChangedInstance>;
  /** Lets the instance go on by another definition. */
  migrate(
    id: string,
    request: Omit<MigrateInstance, 'dry_run'>,
    options?: ChangeOptions,
  ): Promise<MigratedInstance>;
  /** What `migrate` would do. */
  planMigration(
    id: string,
    request: Omit<MigrateInstance, 'dry_run'>,
    options?: CallOptions,
  ): Promise<MigrationPlan>;
  suspend(id: string, options?: ChangeOptions): Promise<ChangedInstance>;
  resume(id: string, options?: ChangeOptions): Promise<ChangedInstance>;
}

export function instanceCalls(sender: Sender): InstanceCalls {
  const change = (path: string, value: unknown, options?: ChangeOptions) =>
    sender.data<ChangedInstance>({ method: 'POST', path, body: { type: 'json', value }, ...seen(options) });
  return {
    start: (processId, request = {}, options) =>
      sender.data({
        method: 'POST',
        path: apiPath`/processes/${processId}/instances`,
        body: { type: 'json', value: request },
        options,
      }),
    list: (query = {}, options) => sender.data({ method: 'GET', path: apiPath`/instances`, query, options }),
    get: (id, options) => sender.data({ method: 'GET', path: apiPath`/instances/${id}`, options }),
    activities: (id, page = {}, options) =>
      sender.data({ method: 'GET', path: apiPath`/instances/${id}/activities`, query: page, options }),
    journal: (id, page = {}, options) =>
      sender.data({ method: 'GET', path: apiPath`/instances/${id}/journal`, query: page, options }),
    state: (id, atSeq, options) =>
      sender.data({
        method: 'GET',
        path: apiPath`/instances/${id}/state`,
        query: { at_seq: atSeq },
        options,
      }),
    compare: (id, { from, to }, options) =>
      sender.data({
        method: 'GET',
        path: apiPath`/instances/${id}/state/compare`,
        query: { from_seq: from, to_seq: to },
        options,
      }),
    subscriptions: (id, page = {}, options) =>
      sender.data({ method: 'GET', path: apiPath`/instances/${id}/subscriptions`, query: page, options }),
    localVariables: (id, elementInstanceId, options) =>
      sender.data({
        method: 'GET',
        path: apiPath`/instances/${id}/activities/${elementInstanceId}/variables`,
        options,
      }),
    setVariables: (id, request, options) =>
      sender.data({
        method: 'PATCH',
        path: apiPath`/instances/${id}/variables`,
        body: { type: 'json', value: request },
        ...seen(options),
      }),
    trigger: (id, elementInstanceId, request = {}, options) =>
      change(apiPath`/instances/${id}/activities/${elementInstanceId}/trigger`, request, options),
    activateAdHoc: (id, elementInstanceId, request, options) =>
      change(apiPath`/instances/${id}/ad-hoc/${elementInstanceId}/activate`, request, options),
    completeAdHoc: (id, elementInstanceId, options) =>
      change(apiPath`/instances/${id}/ad-hoc/${elementInstanceId}/complete`, {}, options),
    cancel: (id, request = {}, options) => change(apiPath`/instances/${id}/cancel`, request, options),
    modify: (id, request, options) => change(apiPath`/instances/${id}/modify`, request, options),
    migrate: (id, request, options) =>
      sender.data({
        method: 'POST',
        path: apiPath`/instances/${id}/migrate`,
        body: { type: 'json', value: request },
        ...seen(options),
      }),
    planMigration: (id, request, options) =>
      sender.data({
        method: 'POST',
        path: apiPath`/instances/${id}/migrate`,
        body: { type: 'json', value: { ...request, dry_run: true } },
        options,
      }),
    suspend: (id, options) => change(apiPath`/instances/${id}/suspend`, {}, options),
    resume: (id, options) => change(apiPath`/instances/${id}/resume`, {}, options),
  };
}
