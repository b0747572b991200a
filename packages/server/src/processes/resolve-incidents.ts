import { bulkLimits, type ResolvedIncidents, type ResolveIncidents } from '@wbpm/contract';
import type { Command } from '@wbpm/engine';
import { Refusal } from '../access/refusal.ts';
import { requirePermission } from '../access/require-permission.ts';
import { isId } from '../ids.ts';
import { type OpenIncident, openAgain, openIncidents } from '../store/incidents.ts';
import { read } from '../store/read.ts';
import type { UseCase } from '../use-case.ts';
import { answerOnce, keyReused } from './answer-once.ts';
import { type Executed, execute } from './execute.ts';

type Failed = ResolvedIncidents['failed'][number];

const batchSize = 50;

/**
 * Tries again what failed, incident by incident, each in the journal of its instance, and looks what came
 * of it: one that is open again where it was has failed. Repeated after it broke off, it does the rest.
 */
export async function resolveIncidents(
  useCase: UseCase,
  { filter, retries, variables }: ResolveIncidents,
): Promise<Executed<ResolvedIncidents>> {
  const { principal, database, idempotency } = useCase;
  const { tenantId } = principal;
  requirePermission(principal, 'incident', 'resolve');
  const before = await answeredBefore(useCase);
  if (before !== null) return { response: before, replayed: true };

  const asked =
    filter.incident_ids === undefined
      ? null
      : [...new Set(filter.incident_ids.map((id) => id.toLowerCase()))];
  const found = await read(database, tenantId, (transaction) =>
    openIncidents(
      transaction,
      tenantId,
      {
        processId: filter.process_id ?? null,
        elementId: filter.element_id ?? null,
        code: filter.code ?? null,
        incidentIds: asked?.filter(isId) ?? null,
      },
      bulkLimits.maxIncidents + 1,
    ),
  );
  const matched = found.slice(0, bulkLimits.maxIncidents);
  const ids = new Set(matched.map(({ incidentId }) => incidentId));
  const failed = (asked ?? []).filter((id) => !ids.has(id)).map(notOpen);
  const notFound = failed.length;
  let stillFailing = 0;
  for (let start = 0; start < matched.length; start += batchSize) {
    const batch = matched.slice(start, start + batchSize);
    const refused = await resolveBatch(useCase, batch, (incidentId) => ({
      type: 'resolveIncident',
      incidentId,
      retries: retries ?? null,
      variables: variables ?? {},
    }));
    const again = await raisedAgain(useCase, batch, refused);
    stillFailing += again.length;
    failed.push(...refused, ...again);
  }
  const response: ResolvedIncidents = {
    matched: matched.length,
    resolved: matched.length - (failed.length - notFound),
    failed,
    still_failing: stillFailing,
    has_more: found.length > matched.length,
  };
  return database.transaction({ kind: 'runtime' }, (transaction) =>
    answerOnce(transaction, tenantId, idempotency, () => Promise.resolve(response)),
  );
}

async function answeredBefore({
  runtime,
  principal,
  idempotency,
}: UseCase): Promise<ResolvedIncidents | null> {
  if (idempotency === undefined) return null;
  const stored = await runtime.findAnswer(principal.tenantId, idempotency);
  if (stored === null) return null;
  if (stored.requestHash !== idempotency.requestHash) throw keyReused();
  // Stored under this key by this same use case.
  return stored.response as ResolvedIncidents;
}

/** The key belongs to the whole; none of the commands has it. Answers what was refused. */
async function resolveBatch(
  { database, runtime, principal }: UseCase,
  batch: readonly OpenIncident[],
  command: (incidentId: string) => Command,
): Promise<Failed[]> {
  const outcomes = await Promise.all(
    batch.map(async ({ incidentId, instanceId }): Promise<Failed | null> => {
      try {
        await execute({ database, runtime, principal }, instanceId, command(incidentId), () => ({}));
        return null;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return { incident_id: incidentId, code: error.code, message: error.message };
      }
    }),
  );
  return outcomes.filter((outcome) => outcome !== null);
}

async function raisedAgain(
  { database, principal }: UseCase,
  batch: readonly OpenIncident[],
  refused: readonly Failed[],
): Promise<Failed[]> {
  const refusedIds = new Set(refused.map(({ incident_id }) => incident_id));
  const resolved = batch.filter(({ incidentId }) => !refusedIds.has(incidentId));
  const open = await read(database, principal.tenantId, (transaction) =>
    openAgain(transaction, principal.tenantId, resolved),
  );
  const byElement = new Map(open.map((incident) => [incident.elementInstanceId, incident]));
  return resolved.flatMap(({ incidentId, elementInstanceId }) => {
    const again = byElement.get(elementInstanceId);
    return again === undefined ? [] : [{ incident_id: incidentId, code: again.code, message: again.message }];
  });
}

function notOpen(id: string): Failed {
  return { incident_id: id, code: 'NOT_FOUND', message: `Expected an open incident ${id}, but found none` };
}
