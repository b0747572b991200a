import type { CalledVersion, ProcessModel } from '@wbpm/engine';
import { columnsOf } from './called-version.ts';
import { columns } from './columns.ts';
import type { Transaction } from './database.ts';

export interface Definition {
  readonly definitionId: string;
  readonly deploymentId: string;
  readonly processId: string;
  readonly version: number;
  readonly name: string;
  readonly description: string | null;
  /** `suspended`: starts nothing until it is resumed. */
  readonly status: 'active' | 'suspended' | 'archived';
  readonly contentHash: string;
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** How models are written now. Raised whenever an older one cannot be executed as it is. */
const modelFormat = 3;

export interface DefinitionModel {
  readonly definitionId: string;
  readonly processId: string;
  readonly stored:
    | { readonly kind: 'model'; readonly model: ProcessModel }
    /** An older form: to be compiled from its source. */
    | { readonly kind: 'source'; readonly bpmnXml: string };
}

interface DefinitionRecord {
  readonly definition_id: string;
  readonly deployment_id: string;
  readonly process_id: string;
  readonly version: number;
  readonly name: string;
  readonly description: string | null;
  readonly status: Definition['status'];
  readonly content_hash: string;
  readonly created_by: string;
  readonly created_at: Date;
}

const shown = `d.definition_id, d.deployment_id, d.process_id, d.version, d.name, d.description,
  CASE WHEN d.status = 'active' AND d.is_suspended THEN 'suspended' ELSE d.status END AS status,
  d.content_hash, d.created_by, d.created_at`;

function definition(row: DefinitionRecord): Definition {
  return {
    definitionId: row.definition_id,
    deploymentId: row.deployment_id,
    processId: row.process_id,
    version: row.version,
    name: row.name,
    description: row.description,
    status: row.status,
    contentHash: row.content_hash,
    createdBy: row.created_by,
    createdAt: row.created_at,
  };
}

/** Serialises deployments of one tenant, so that versions have no gap and identical content is seen. */
export async function lockDeployments(transaction: Transaction, tenantId: string): Promise<void> {
  await transaction.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 42))', [tenantId]);
}

export async function insertDeployment(
  transaction: Transaction,
  tenantId: string,
  deployment: {
    readonly deploymentId: string;
    readonly name: string;
    readonly format: string;
    readonly source: string;
    readonly bpmnXml: string;
    readonly createdBy: string;
  },
): Promise<void> {
  await transaction.query(
    `INSERT INTO wbpm_deployments (tenant_id, deployment_id, name, format, source, bpmn_xml, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      tenantId,
      deployment.deploymentId,
      deployment.name,
      deployment.format,
      deployment.source,
      deployment.bpmnXml,
      deployment.createdBy,
    ],
  );
}

/** Adds the next version of a process. The caller holds the deployment lock. */
export async function insertNextVersion(
  transaction: Transaction,
  tenantId: string,
  next: {
    readonly definitionId: string;
    readonly deploymentId: string;
    readonly processId: string;
    readonly name: string;
    readonly description: string | null;
    readonly contentHash: string;
    readonly model: ProcessModel;
    readonly createdBy: string;
  },
): Promise<Definition> {
  const [row] = await transaction.query<DefinitionRecord>(
    `INSERT INTO wbpm_process_definitions AS d
       (tenant_id, definition_id, deployment_id, process_id, version, name, description, content_hash, model, created_by,
        model_format, version_tag)
     SELECT $1, $2, $3, $4, coalesce(max(p.version), 0) + 1, $5, $6, $7, $8::json, $9, $10::int, $11
     FROM wbpm_process_definitions p WHERE p.tenant_id = $1 AND p.process_id = $4
     RETURNING ${shown}`,
    [
      tenantId,
      next.definitionId,
      next.deploymentId,
      next.processId,
      next.name,
      next.description,
      next.contentHash,
      JSON.stringify(next.model),
      next.createdBy,
      modelFormat,
      next.model.versionTag ?? null,
    ],
  );
  if (row === undefined) throw new Error(`Expected a new version of '${next.processId}'`);
  return definition(row);
}

/** The newest versions of the given processes that can still be started. */
export async function latestDefinitions(
  transaction: Transaction,
  keys: readonly { readonly tenantId: string; readonly processId: string }[],
): Promise<(Definition & { readonly tenantId: string })[]> {
  const rows = await transaction.query<DefinitionRecord & { tenant_id: string }>(
    `SELECT DISTINCT ON (d.tenant_id, d.process_id) d.tenant_id, ${shown}
     FROM wbpm_process_definitions d
     JOIN unnest($1::text[], $2::text[]) AS wanted (tenant_id, process_id) USING (tenant_id, process_id)
     WHERE d.status = 'active'
     ORDER BY d.tenant_id, d.process_id, d.version DESC`,
    columns(
      keys,
      (key) => key.tenantId,
      (key) => key.processId,
    ),
  );
  return rows.map((row) => ({ tenantId: row.tenant_id, ...definition(row) }));
}

export async function findDefinition(
  transaction: Transaction,
  tenantId: string,
  definitionId: string,
): Promise<Definition | null> {
  const [row] = await transaction.query<DefinitionRecord>(
    `SELECT ${shown} FROM wbpm_process_definitions d WHERE d.tenant_id = $1 AND d.definition_id = $2`,
    [tenantId, definitionId],
  );
  return row === undefined ? null : definition(row);
}

/** The same of many at once. Unknown ids are missing from the answer. */
export async function findDefinitions(
  transaction: Transaction,
  tenantId: string,
  definitionIds: readonly string[],
): Promise<Definition[]> {
  const rows = await transaction.query<DefinitionRecord>(
    `SELECT ${shown} FROM wbpm_process_definitions d
     WHERE d.tenant_id = $1 AND d.definition_id = ANY($2::uuid[])`,
    [tenantId, definitionIds],
  );
  return rows.map(definition);
}

export async function definitionModels(
  transaction: Transaction,
  keys: readonly { readonly tenantId: string; readonly definitionId: string }[],
): Promise<(DefinitionModel & { readonly tenantId: string })[]> {
  const rows = await transaction.query<ModelRecord>(
    `SELECT d.tenant_id, d.definition_id, d.process_id,
            CASE WHEN d.model_format = $3 THEN d.model END AS model,
            CASE WHEN d.model_format = $3 THEN NULL ELSE p.bpmn_xml END AS bpmn_xml
     FROM wbpm_process_definitions d
     JOIN unnest($1::text[], $2::uuid[]) AS wanted (tenant_id, definition_id) USING (tenant_id, definition_id)
     JOIN wbpm_deployments p ON p.tenant_id = d.tenant_id AND p.deployment_id = d.deployment_id`,
    [
      ...columns(
        keys,
        (key) => key.tenantId,
        (key) => key.definitionId,
      ),
      modelFormat,
    ],
  );
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    definitionId: row.definition_id,
    processId: row.process_id,
    stored:
      row.model === null
        ? { kind: 'source', bpmnXml: row.bpmn_xml ?? '' }
        : { kind: 'model', model: row.model },
  }));
}

interface ModelRecord {
  readonly tenant_id: string;
  readonly definition_id: string;
  readonly process_id: string;
  readonly model: ProcessModel | null;
  readonly bpmn_xml: string | null;
}

/**
 * The version of a process that a call names: by its number, by its tag, of which the newest is meant, or the
 * one its caller was deployed with, which is an older one when its content had not changed.
 */
export async function calledDefinition(
  transaction: Transaction,
  tenantId: string,
  processId: string,
  version: Exclude<CalledVersion, 'latest'>,
  callerId: string,
): Promise<Definition | null> {
  const [row] = await transaction.query<DefinitionRecord>(
    `SELECT ${shown} FROM wbpm_process_definitions d
     WHERE d.tenant_id = $1 AND d.process_id = $2 AND d.status = 'active'
       AND ($3::int IS NULL OR d.version = $3)
       AND ($4::uuid IS NULL OR d.created_at <= (
         SELECT c.created_at FROM wbpm_process_definitions c WHERE c.tenant_id = $1 AND c.definition_id = $4))
       AND ($5::text IS NULL OR d.version_tag = $5)
     ORDER BY d.version DESC LIMIT 1`,
    [tenantId, processId, ...columnsOf(version, callerId)],
  );
  return row === undefined ? null : definition(row);
}

export async function definitionXml(
  transaction: Transaction,
  tenantId: string,
  definitionId: string,
): Promise<string | null> {
  const [row] = await transaction.query<{ bpmn_xml: string }>(
    `SELECT p.bpmn_xml FROM wbpm_process_definitions d
     JOIN wbpm_deployments p ON p.tenant_id = d.tenant_id AND p.deployment_id = d.deployment_id
     WHERE d.tenant_id = $1 AND d.definition_id = $2`,
    [tenantId, definitionId],
  );
  return row?.bpmn_xml ?? null;
}

/**
 * Instances of a process over all its versions; one with an open incident counts as active too. What was moved
 * to the archive does not count, and none is counted beyond `mostCounted`.
 */
export interface ProcessCounts {
  readonly active: number;
  readonly incident: number;
  readonly completed: number;
}

export type ProcessSummary = Definition & ProcessCounts;

/** A list must not get slower with every instance that ends. */
const mostCounted = 10_000;

/** Counts through the index of the instances by definition and status, as far as it goes. */
function countOf(condition: string): string {
  return `(SELECT count(*)::int FROM (
    SELECT FROM wbpm_process_definitions v
    JOIN wbpm_process_instances i ON i.tenant_id = $1 AND i.process_definition_id = v.definition_id AND ${condition}
    WHERE v.tenant_id = $1 AND v.process_id = p.process_id LIMIT ${mostCounted}) AS counted)`;
}

const countColumns = `${countOf("i.status IN ('active', 'suspended')")} AS active,
  ${countOf('i.open_incidents > 0')} AS incident, ${countOf("i.status = 'completed'")} AS completed`;

export async function processCounts(
  transaction: Transaction,
  tenantId: string,
  processId: string,
): Promise<ProcessCounts> {
  const [row] = await transaction.query<ProcessCounts>(
    `SELECT ${countColumns} FROM (SELECT $2::text AS process_id) AS p`,
    [tenantId, processId],
  );
  if (row === undefined) throw new Error('Expected a row of counts');
  return row;
}

/** The same of many processes at once. */
export async function countsOfProcesses(
  transaction: Transaction,
  tenantId: string,
  processIds: readonly string[],
): Promise<(ProcessCounts & { readonly processId: string })[]> {
  const rows = await transaction.query<ProcessCounts & { readonly process_id: string }>(
    `SELECT p.process_id, ${countColumns} FROM unnest($2::text[]) AS p (process_id)`,
    [tenantId, processIds],
  );
  return rows.map(({ process_id: processId, active, incident, completed }) => ({
    processId,
    active,
    incident,
    completed,
  }));
}

/** Latest version of every process with the counts of its instances over all versions. */
export async function listProcesses(
  transaction: Transaction,
  tenantId: string,
  page: { readonly after: string | null; readonly limit: number },
): Promise<ProcessSummary[]> {
  const rows = await transaction.query<DefinitionRecord & ProcessCounts>(
    `SELECT p.*, ${countColumns}
     FROM (
       SELECT DISTINCT ON (d.process_id) ${shown}
       FROM wbpm_process_definitions d
       WHERE d.tenant_id = $1 AND d.status = 'active' AND ($2::text IS NULL OR d.process_id > $2)
       ORDER BY d.process_id, d.version DESC
       LIMIT $3
     ) AS p
     ORDER BY p.process_id`,
    [tenantId, page.after, page.limit],
  );
  return rows.map((row) => ({
    ...definition(row),
    active: row.active,
    incident: row.incident,
    completed: row.completed,
  }));
}

export async function listVersions(
  transaction: Transaction,
  tenantId: string,
  processId: string,
  page: { readonly before: number | null; readonly limit: number | null } = { before: null, limit: null },
): Promise<Definition[]> {
  const rows = await transaction.query<DefinitionRecord>(
    `SELECT ${shown} FROM wbpm_process_definitions d
     WHERE d.tenant_id = $1 AND d.process_id = $2 AND ($3::int IS NULL OR d.version < $3)
     ORDER BY d.version DESC LIMIT $4`,
    [tenantId, processId, page.before, page.limit],
  );
  return rows.map(definition);
}

/** The newest versions of many processes at once, at most `limit` of each, newest first. */
export async function versionsOfProcesses(
  transaction: Transaction,
  tenantId: string,
  processIds: readonly string[],
  limit: number,
): Promise<Definition[]> {
  const rows = await transaction.query<DefinitionRecord>(
    `SELECT newest.* FROM unnest($2::text[]) AS wanted (process_id) CROSS JOIN LATERAL (
       SELECT ${shown} FROM wbpm_process_definitions d
       WHERE d.tenant_id = $1 AND d.process_id = wanted.process_id
       ORDER BY d.version DESC LIMIT $3
     ) AS newest`,
    [tenantId, processIds, limit],
  );
  return rows.map(definition);
}

/** Archived definitions can no longer be started; their finished instances stay readable. */
export async function archiveDefinitions(
  transaction: Transaction,
  tenantId: string,
  definitionIds: readonly string[],
): Promise<void> {
  await transaction.query(
    `UPDATE wbpm_process_definitions SET status = 'archived'
     WHERE tenant_id = $1 AND definition_id = ANY($2::uuid[])`,
    [tenantId, definitionIds],
  );
}

/** Suspended definitions start nothing; their instances go on. */
export async function suspendDefinitions(
  transaction: Transaction,
  tenantId: string,
  definitionIds: readonly string[],
  isSuspended: boolean,
): Promise<void> {
  await transaction.query(
    `UPDATE wbpm_process_definitions SET is_suspended = $3
     WHERE tenant_id = $1 AND definition_id = ANY($2::uuid[]) AND is_suspended <> $3`,
    [tenantId, definitionIds, isSuspended],
  );
}

export async function hasDefinitions(transaction: Transaction, tenantId: string): Promise<boolean> {
  const rows = await transaction.query(
    'SELECT 1 FROM wbpm_process_definitions WHERE tenant_id = $1 LIMIT 1',
    [tenantId],
  );
  return rows.length > 0;
}
