import type {
  BatchDetail,
  BatchList,
  BatchPlan,
  BatchQuery,
  BatchRequest,
  ChangedBatch,
} from '@wbpm/contract';
import { apiPath } from './api-path.ts';
import type { CallOptions, Sender } from './send.ts';

type WithoutDryRun<Request> = Request extends unknown ? Omit<Request, 'dry_run'> : never;

/** What a batch is for, and which instances it has. */
export type NewBatch = WithoutDryRun<BatchRequest>;

/** Calls about operations on many instances. */
export interface BatchCalls {
  create(batch: NewBatch, options?: CallOptions): Promise<ChangedBatch>;
  /** What `create` would come to. */
  plan(batch: NewBatch, options?: CallOptions): Promise<BatchPlan>;
  list(query?: Partial<BatchQuery>, options?: CallOptions): Promise<BatchList>;
  get(id: string, options?: CallOptions): Promise<BatchDetail>;
  pause(id: string, options?: CallOptions): Promise<ChangedBatch>;
  resume(id: string, options?: CallOptions): Promise<ChangedBatch>;
  cancel(id: string, options?: CallOptions): Promise<ChangedBatch>;
}

export function batchCalls(sender: Sender): BatchCalls {
  const steer = (path: string, options?: CallOptions) =>
    sender.data<ChangedBatch>({ method: 'POST', path, body: { type: 'json', value: {} }, options });
  return {
    create: (batch, options) =>
      sender.data({ method: 'POST', path: apiPath`/batches`, body: { type: 'json', value: batch }, options }),
    plan: (batch, options) =>
      sender.data({
        method: 'POST',
        path: apiPath`/batches`,
        body: { type: 'json', value: { ...batch, dry_run: true } },
        options,
      }),
    list: (query = {}, options) => sender.data({ method: 'GET', path: apiPath`/batches`, query, options }),
    get: (id, options) => sender.data({ method: 'GET', path: apiPath`/batches/${id}`, options }),
    pause: (id, options) => steer(apiPath`/batches/${id}/pause`, options),
    resume: (id, options) => steer(apiPath`/batches/${id}/resume`, options),
    cancel: (id, options) => steer(apiPath`/batches/${id}/cancel`, options),
  };
}
