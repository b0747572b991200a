import { type BatchCalls, batchCalls } from './batch-calls.ts';
import { type DecisionCalls, decisionCalls } from './decision-calls.ts';
import { type EventCalls, eventCalls } from './event-calls.ts';
import { type IncidentCalls, incidentCalls } from './incident-calls.ts';
import { type InstanceCalls, instanceCalls } from './instance-calls.ts';
import { type JobCalls, jobCalls } from './job-calls.ts';
import { type LoginCalls, loginCalls } from './login-calls.ts';
import { type PeopleCalls, peopleCalls } from './people-calls.ts';
import { type ProcessCalls, processCalls } from './process-calls.ts';
import { type Connection, createSender } from './send.ts';
import { type SystemCalls, systemCalls } from './system-calls.ts';
import { type TaskCalls, taskCalls } from './task-calls.ts';
import { type TenantCalls, tenantCalls } from './tenant-calls.ts';

/** Typed access to a WBPM server. Every call answers its data or throws `ApiError`. */
export interface Client {
  readonly processes: ProcessCalls;
  readonly instances: InstanceCalls;
  readonly batches: BatchCalls;
  readonly tasks: TaskCalls;
  readonly jobs: JobCalls;
  readonly incidents: IncidentCalls;
  readonly decisions: DecisionCalls;
  readonly events: EventCalls;
  readonly login: LoginCalls;
  readonly people: PeopleCalls;
  readonly tenants: TenantCalls;
  readonly system: SystemCalls;
}

/**
 * Connects to a server. Mutating calls carry an Idempotency-Key and are repeated up to three times when
 * the network fails or the server asks to come back.
 */
export function createClient(connection: Connection): Client {
  const sender = createSender(connection);
  return {
    processes: processCalls(sender),
    instances: instanceCalls(sender),
    batches: batchCalls(sender),
    tasks: taskCalls(sender),
    jobs: jobCalls(sender),
    incidents: incidentCalls(sender),
    decisions: decisionCalls(sender),
    events: eventCalls(sender),
    login: loginCalls(sender),
    people: peopleCalls(sender),
    tenants: tenantCalls(sender),
    system: systemCalls(sender),
  };
}
