import type { ProcessDetail, ProcessList, ProcessVersion, ProcessVersionList } from '@wbpm/contract';
import { requirePermission } from '../access/require-permission.ts';
import { isId } from '../ids.ts';
import { notFound } from '../not-found.ts';
import {
  countsOfProcesses,
  type Definition,
  definitionXml,
  findDefinition,
  findDefinitions,
  listProcesses,
  listVersions,
  type ProcessCounts,
  type ProcessSummary,
  processCounts,
  versionsOfProcesses,
} from '../store/definitions.ts';
import { grouped } from '../store/grouped.ts';
import { read } from '../store/read.ts';
import type { UseCase } from '../use-case.ts';
import { bpmnTypes } from './element-type.ts';
import { keyAfter, keyParts, type Page, pageOf } from './page.ts';
import { wireForm } from './wire-form.ts';

/** `process_id` means the latest version that can be started, `definition_id` that very one. */
export async function requireDefinition(
  { database, runtime, principal }: Pick<UseCase, 'database' | 'runtime' | 'principal'>,
  id: string,
): Promise<Definition> {
  const { tenantId } = principal;
  const definition = isId(id)
    ? await read(database, tenantId, (transaction) => findDefinition(transaction, tenantId, id.toLowerCase()))
    : await runtime.definitions.latest(tenantId, id);
  if (definition === null) throw notFound('process', id);
  return definition;
}

export async function listAllProcesses(useCase: UseCase, page: Page): Promise<ProcessList> {
  const { principal, database } = useCase;
  requirePermission(principal, 'process', 'read');
  const after = keyAfter(page, keyParts.text);
  const rows = await read(database, principal.tenantId, (transaction) =>
    listProcesses(transaction, principal.tenantId, { after: after?.[0] ?? null, limit: page.limit + 1 }),
  );
  const { items, next_cursor } = pageOf(rows, page.limit, wireSummary, (row) => [row.processId]);
  return { processes: items, next_cursor };
}

export async function readProcess(useCase: UseCase, id: string): Promise<ProcessDetail> {
  const { principal, database, runtime } = useCase;
  requirePermission(principal, 'process', 'read');
  const definition = await requireDefinition(useCase, id);
  const counts = await read(database, principal.tenantId, (transaction) =>
    processCounts(transaction, principal.tenantId, definition.processId),
  );
  const { model, scopes } = await runtime.definitions.graph(principal.tenantId, definition.definitionId);
  const start = scopes.get(null)?.entries.find((node) => node.type === 'startEvent');
  const startForm = wireForm(start?.form ?? null, null);
  return {
    ...wireSummary({ ...definition, ...counts }),
    ...(startForm === undefined ? {} : { start_form: startForm }),
    elements: model.elements.map((node) => ({
      element_id: node.id,
      type: bpmnTypes[node.type],
      name: node.name,
    })),
  };
}

export async function readVersions(useCase: UseCase, id: string, page: Page): Promise<ProcessVersionList> {
  const { principal, database } = useCase;
  requirePermission(principal, 'process', 'read');
  const { processId } = await requireDefinition(useCase, id);
  const before = keyAfter(page, keyParts.wholeNumber)?.[0];
  const versions = await read(database, principal.tenantId, (transaction) =>
    listVersions(transaction, principal.tenantId, processId, {
      before: before === undefined ? null : Number(before),
      limit: page.limit + 1,
    }),
  );
  const { items, next_cursor } = pageOf(versions, page.limit, wireVersion, ({ version }) => [
    String(version),
  ]);
  return { versions: items, next_cursor };
}

export async function readProcessXml(useCase: UseCase, id: string): Promise<string> {
  const { principal, database } = useCase;
  requirePermission(principal, 'process', 'read');
  const { definitionId } = await requireDefinition(useCase, id);
  const xml = await read(database, principal.tenantId, (transaction) =>
    definitionXml(transaction, principal.tenantId, definitionId),
  );
  if (xml === null) throw notFound('process', id);
  return xml;
}

/** A version alone, without the counts of its instances. */
export async function readDefinition(useCase: UseCase, id: string): Promise<ProcessVersion> {
  requirePermission(useCase.principal, 'process', 'read');
  return wireVersion(await requireDefinition(useCase, id));
}

/** The same of many at once, by their definition ids. */
export async function readDefinitions(
  { principal: { tenantId }, principal, database }: UseCase,
  definitionIds: readonly string[],
): Promise<Map<string, ProcessVersion>> {
  requirePermission(principal, 'process', 'read');
  const definitions = await read(database, tenantId, (transaction) =>
    findDefinitions(transaction, tenantId, definitionIds),
  );
  return new Map(definitions.map((found) => [found.definitionId, wireVersion(found)]));
}

/** The newest versions of many processes, at most `limit` of each. */
export async function readVersionsOf(
  { principal: { tenantId }, principal, database }: UseCase,
  processIds: readonly string[],
  limit: number,
): Promise<Map<string, ProcessVersion[]>> {
  requirePermission(principal, 'process', 'read');
  const versions = await read(database, tenantId, (transaction) =>
    versionsOfProcesses(transaction, tenantId, processIds, limit),
  );
  return grouped(versions.map(wireVersion), (version) => version.process_id);
}

/** How many instances many processes have over all their versions. */
export async function countInstancesOf(
  { principal: { tenantId }, principal, database }: UseCase,
  processIds: readonly string[],
): Promise<Map<string, ProcessCounts>> {
  requirePermission(principal, 'process', 'read');
  const counts = await read(database, tenantId, (transaction) =>
    countsOfProcesses(transaction, tenantId, processIds),
  );
  return new Map(counts.map(({ processId, ...counted }) => [processId, counted]));
}

function wireVersion(definition: Definition): ProcessVersion {
  return {
    process_id: definition.processId,
    definition_id: definition.definitionId,
    version: definition.version,
    name: definition.name,
    description: definition.description,
    status: definition.status,
    created_at: definition.createdAt.toISOString(),
    created_by: definition.createdBy,
  };
}

function wireSummary(summary: ProcessSummary): ProcessList['processes'][number] {
  const { active, incident, completed } = summary;
  return { id: summary.processId, ...wireVersion(summary), instances: { active, incident, completed } };
}
