import type { DecisionList, DecisionVersion, DecisionVersionList } from '@wbpm/contract';
import { requirePermission } from '../access/require-permission.ts';
import { isId } from '../ids.ts';
import { notFound } from '../not-found.ts';
import { keyAfter, keyParts, type Page, pageOf } from '../processes/page.ts';
import {
  type DecisionDefinition,
  decisionXml,
  findDecision,
  listDecisions,
  listDecisionVersions,
} from '../store/decisions.ts';
import { read } from '../store/read.ts';
import type { UseCase } from '../use-case.ts';

/** `decision_id` means the latest version, `definition_id` that very one. */
export async function requireDecision(
  { database, runtime, principal }: Pick<UseCase, 'database' | 'runtime' | 'principal'>,
  id: string,
): Promise<DecisionDefinition> {
  const { tenantId } = principal;
  const decision = isId(id)
    ? await read(database, tenantId, (transaction) => findDecision(transaction, tenantId, id.toLowerCase()))
    : await runtime.decisions.latest(tenantId, id);
  if (decision === null) throw notFound('decision', id);
  return decision;
}

export async function listAllDecisions(useCase: UseCase, page: Page): Promise<DecisionList> {
  const { principal, database } = useCase;
  requirePermission(principal, 'decision', 'read');
  const after = keyAfter(page, keyParts.text);
  const rows = await read(database, principal.tenantId, (transaction) =>
    listDecisions(transaction, principal.tenantId, { after: after?.[0] ?? null, limit: page.limit + 1 }),
  );
  const { items, next_cursor } = pageOf(rows, page.limit, wireDecision, (row) => [row.decisionId]);
  return { decisions: items, next_cursor };
}

export async function readDecision(useCase: UseCase, id: string): Promise<DecisionVersion> {
  requirePermission(useCase.principal, 'decision', 'read');
  return wireDecision(await requireDecision(useCase, id));
}

export async function readDecisionVersions(useCase: UseCase, id: string): Promise<DecisionVersionList> {
  const { principal, database } = useCase;
  requirePermission(principal, 'decision', 'read');
  const { decisionId } = await requireDecision(useCase, id);
  const versions = await read(database, principal.tenantId, (transaction) =>
    listDecisionVersions(transaction, principal.tenantId, decisionId),
  );
  return { versions: versions.map(wireDecision), next_cursor: null };
}

export async function readDecisionXml(useCase: UseCase, id: string): Promise<string> {
  const { principal, database } = useCase;
  requirePermission(principal, 'decision', 'read');
  const { fileId } = await requireDecision(useCase, id);
  const xml = await read(database, principal.tenantId, (transaction) =>
    decisionXml(transaction, principal.tenantId, fileId),
  );
  if (xml === null) throw notFound('decision', id);
  return xml;
}

function wireDecision(decision: DecisionDefinition): DecisionVersion {
  return {
    id: decision.decisionId,
    decision_id: decision.decisionId,
    definition_id: decision.definitionId,
    version: decision.version,
    name: decision.name,
    created_at: decision.createdAt.toISOString(),
    created_by: decision.createdBy,
  };
}
