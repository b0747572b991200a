import type { Principal } from './access/principal.ts';
import type { IdempotencyKey } from './runtime/command-outcome.ts';
import type { Runtime } from './runtime/runtime.ts';
import type { Database } from './store/database.ts';
import type { Consumed } from './store/instance-change.ts';
import type { Inboxes } from './tasks/inboxes.ts';

/** What every use case gets: the system's parts and who asks. */
export interface UseCase {
  readonly database: Database;
  readonly runtime: Runtime;
  readonly principal: Principal;
  /** Lists of tasks that are kept; without it every one is read. */
  readonly inboxes?: Inboxes;
  /** Of the request, when it carries one and changes something. */
  readonly idempotency?: IdempotencyKey;
  /** What brought the command, taken in the transaction of its change. */
  readonly consumes?: Consumed;
  /** What is changed has to have this revision: the sequence of an instance, the newest version of a process. */
  readonly expectedRevision?: number;
}
