import type { ErrorCode } from '@wbpm/contract';
import type { Command, InstanceState } from '@wbpm/engine';
import { Refusal } from '../access/refusal.ts';
import type { CommandRejection } from '../runtime/command-outcome.ts';
import { isArchived } from '../store/archived-instances.ts';
import type { JobFence } from '../store/instance-change.ts';
import { read } from '../store/read.ts';
import type { UseCase } from '../use-case.ts';
import { keyReused } from './answer-once.ts';

export interface Executed<Response> {
  readonly response: Response;
  /** The answer of an earlier request with the same idempotency key. */
  readonly replayed: boolean;
  /** Of what was changed, as the response shows it; a replayed one tells none. */
  readonly revision?: number;
}

/** Sends a command to an instance of the caller's tenant; what the engine rejects becomes a refusal. */
export async function execute<Response extends object>(
  useCase: UseCase,
  instanceId: string,
  command: Command,
  respond: (state: InstanceState) => Response,
  { fence, uniqueKey }: { readonly fence?: JobFence; readonly uniqueKey?: string | null } = {},
): Promise<Executed<Response>> {
  const { principal, runtime, idempotency, consumes, expectedRevision } = useCase;
  let revision = 0;
  const outcome = await runtime.execute({
    tenantId: principal.tenantId,
    instanceId,
    actor: principal.userId,
    command,
    respond: (state) => {
      revision = state.sequence;
      return respond(state);
    },
    ...(command.type === 'startInstance' ? { needsDecisions: true } : {}),
    ...(fence === undefined ? {} : { fence }),
    ...(uniqueKey === undefined || uniqueKey === null ? {} : { uniqueKey }),
    ...(idempotency === undefined ? {} : { idempotency }),
    ...(consumes === undefined ? {} : { consumes }),
    ...(expectedRevision === undefined ? {} : { expectedSequence: expectedRevision }),
  });
  switch (outcome.kind) {
    case 'committed':
      // A replayed answer was made by this same function of an earlier request.
      return {
        response: outcome.response as Response,
        replayed: outcome.replayed,
        ...(outcome.replayed ? {} : { revision }),
      };
    case 'rejected':
      if (outcome.rejection.code === 'INSTANCE_NOT_FOUND') await refuseArchived(useCase, instanceId);
      throw refusalOf(outcome.rejection);
    case 'keyReused':
      throw keyReused();
    case 'uniqueKeyTaken':
      throw new Refusal(
        'INSTANCE_EXISTS',
        `Expected no running instance with business key '${uniqueKey ?? ''}', but found one`,
      );
    case 'fenced':
      throw leaseLost();
    case 'consumed':
      throw new Refusal('CONFLICT', 'Expected what the command answers to wait still, but it was taken');
  }
}

/** The archive holds what has ended: to a command it is like every other ended instance. */
async function refuseArchived({ database, principal }: UseCase, instanceId: string): Promise<void> {
  const { tenantId } = principal;
  if (await read(database, tenantId, (transaction) => isArchived(transaction, tenantId, instanceId))) {
    throw new Refusal(
      'INSTANCE_ENDED',
      'Expected the instance to run, but it has ended and is in the archive',
    );
  }
}

/** As many reasons as somebody reads. */
const mostFindings = 100;

export function refusalOf(rejection: CommandRejection): Refusal {
  const code = refusalCodes[rejection.code];
  const reasons = 'reasons' in rejection ? (rejection.reasons ?? []) : [];
  if (reasons.length === 0) return new Refusal(code, rejection.message);
  const findings = reasons
    .slice(0, mostFindings)
    .map(({ elementId, message }) => ({ code, message, element_id: elementId }));
  return new Refusal(code, rejection.message, { findings });
}

export function leaseLost(): Refusal {
  return new Refusal('JOB_NOT_ACTIVE', 'Expected the lease of the job to be held, but it has passed on');
}

const refusalCodes: { readonly [Code in CommandRejection['code']]: ErrorCode } = {
  INSTANCE_NOT_FOUND: 'NOT_FOUND',
  INSTANCE_EXISTS: 'INSTANCE_EXISTS',
  INSTANCE_ENDED: 'INSTANCE_ENDED',
  INSTANCE_SUSPENDED: 'INSTANCE_SUSPENDED',
  INSTANCE_NOT_SUSPENDED: 'INSTANCE_NOT_SUSPENDED',
  TASK_NOT_ACTIVE: 'TASK_NOT_ACTIVE',
  TASK_ASSIGNED_TO_OTHER: 'TASK_ASSIGNED_TO_OTHER',
  JOB_NOT_ACTIVE: 'JOB_NOT_ACTIVE',
  TIMER_NOT_ACTIVE: 'CONFLICT',
  SUBSCRIPTION_NOT_OPEN: 'CONFLICT',
  ELEMENT_NOT_WAITING: 'CONFLICT',
  START_ELEMENT_UNKNOWN: 'VALIDATION_FAILED',
  START_EXPRESSION_FAILED: 'VALIDATION_FAILED',
  CALL_NOT_ACTIVE: 'CONFLICT',
  AD_HOC_NOT_ACTIVE: 'CONFLICT',
  AD_HOC_ELEMENT_UNKNOWN: 'VALIDATION_FAILED',
  AD_HOC_BUSY: 'CONFLICT',
  SCRIPT_NOT_ACTIVE: 'CONFLICT',
  DECISION_NOT_FOUND: 'DECISION_NOT_FOUND',
  STALE_VERSION: 'STALE_VERSION',
  INCIDENT_NOT_OPEN: 'INCIDENT_NOT_OPEN',
  MODIFICATION_REFUSED: 'MODIFICATION_REFUSED',
  MIGRATION_REFUSED: 'MIGRATION_REFUSED',
};
