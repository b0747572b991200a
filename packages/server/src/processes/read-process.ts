import type { ProcessDetail, ProcessList, ProcessVersion, ProcessVersionList } from '@wbpm/contract';
import { requirePermission } from '../access/require-permission.ts';
import { isId } from '../ids.ts';
import { notFound } from '../not-found.ts';
import {
  type Definition,
  definitionXml,
  findDefinition,
  listProcesses,
  listVersions,
  type ProcessSummary,
  processCounts,
} from '../store/definitions.ts';
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
