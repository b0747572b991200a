import type { CalledVersion, DecisionModel } from '@wbpm/engine';
import { columnsOf } from './called-version.ts';
import { columns } from './columns.ts';
import type { Transaction } from './database.ts';

/** One version of a decision. */
export interface DecisionDefinition {
  readonly definitionId: string;
  readonly fileId: string;
  readonly decisionId: string;
  readonly version: number;
  readonly name: string;
  readonly contentHash: string;
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** How models of decisions are written now. Raised whenever an older one cannot be evaluated as it is. */
const decisionModelFormat = 1;

/** The model of a file: as it is stored, or to be compiled when it was stored in an older form. */
export interface StoredDecisionModel {
  readonly fileId: string;
  readonly stored:
    | { readonly kind: 'model'; readonly model: DecisionModel }
    | { readonly kind: 'source'; readonly dmnXml: string };
}

interface DecisionRecord {
  readonly definition_id: string;
  readonly file_id: string;
  readonly decision_id: string;
  readonly version: number;
  readonly name: string;
  readonly content_hash: string;
  readonly created_by: string;
  readonly created_at: Date;
}

const shown = `d.definition_id, d.file_id, d.decision_id, d.version, d.name, d.content_hash, d.created_by, d.created_at`;

function decision(row: DecisionRecord): DecisionDefinition {
  return {
    definitionId: row.definition_id,
    fileId: row.file_id,
    decisionId: row.decision_id,
    version: row.version,
    name: row.name,
    contentHash: row.content_hash,
    createdBy: row.created_by,
    createdAt: row.created_at,
  };
}

export async function insertDecisionFile(
  transaction: Transaction,
  tenantId: string,
  file: {
    readonly fileId: string;
    readonly name: string;
    readonly dmnXml: string;
    readonly model: DecisionModel;
    readonly createdBy: string;
  },
): Promise<void> {
  await transaction.query(
    `INSERT INTO wbpm_decision_files (tenant_id, file_id, name, dmn_xml, model, model_format, created_by)
     VALUES ($1, $2, $3, $4, $5::json, $6::int, $7)`,
    [
      tenantId,
      file.fileId,
      file.name,
      file.dmnXml,
      JSON.stringify(file.model),
      decisionModelFormat,
      file.createdBy,
    ],
  );
}

export interface NextDecision {
  readonly definitionId: string;
  readonly fileId: string;
  readonly decisionId: string;
  readonly name: string;
  readonly contentHash: string;
  readonly versionTag: string | null;
  readonly createdBy: string;
}

/** Adds the next version of each decision. The caller holds the deployment lock. */
export async function insertNextDecisions(
  transaction: Transaction,
  tenantId: string,
  decisions: readonly NextDecision[],
): Promise<DecisionDefinition[]> {
  const rows = await transaction.query<DecisionRecord>(
    `INSERT INTO wbpm_decision_definitions AS d
       (tenant_id, definition_id, file_id, decision_id, version, name, content_hash, created_by, version_tag)
     SELECT $1, next.definition_id, next.file_id, next.decision_id,
            1 + coalesce((SELECT max(v.version) FROM wbpm_decision_definitions v
                          WHERE v.tenant_id = $1 AND v.decision_id = next.decision_id), 0),
            next.name, next.content_hash, next.created_by, next.version_tag
     FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
       AS next (definition_id, file_id, decision_id, name, content_hash, created_by, version_tag)
     RETURNING ${shown}`,
    [
      tenantId,
      ...columns(
        decisions,
        (next) => next.definitionId,
        (next) => next.fileId,
        (next) => next.decisionId,
        (next) => next.name,
        (next) => next.contentHash,
        (next) => next.createdBy,
        (next) => next.versionTag,
      ),
    ],
  );
  return rows.map(decision);
}

/** The newest versions of the given decisions. */
export async function latestDecisions(
  transaction: Transaction,
  keys: readonly { readonly tenantId: string; readonly decisionId: string }[],
): Promise<(DecisionDefinition & { readonly tenantId: string })[]> {
  const rows = await transaction.query<DecisionRecord & { tenant_id: string }>(
    `SELECT DISTINCT ON (d.tenant_id, d.decision_id) d.tenant_id, ${shown}
     FROM wbpm_decision_definitions d
     JOIN unnest($1::text[], $2::text[]) AS wanted (tenant_id, decision_id) USING (tenant_id, decision_id)
     ORDER BY d.tenant_id, d.decision_id, d.version DESC`,
    columns(
      keys,
      (key) => key.tenantId,
      (key) => key.decisionId,
    ),
  );
  return rows.map((row) => ({ tenantId: row.tenant_id, ...decision(row) }));
}

/**
 * The version of a decision that a process names: by its number, by its tag, of which the newest is meant, or
 * the one deployed together with the process. Where none was, the newest one is meant: decisions are mostly
 * deployed on their own.
 */
export async function calledDecision(
  transaction: Transaction,
  tenantId: string,
  decisionId: string,
  version: Exclude<CalledVersion, 'latest'>,
  callerId: string,
): Promise<DecisionDefinition | null> {
  const [row] = await transaction.query<DecisionRecord>(
    `SELECT ${shown} FROM wbpm_decision_definitions d
     WHERE d.tenant_id = $1 AND d.decision_id = $2 AND ($3::int IS NULL OR d.version = $3)
       AND ($5::text IS NULL OR d.version_tag = $5)
     ORDER BY coalesce(d.deployment_id = (
       SELECT c.deployment_id FROM wbpm_process_definitions c WHERE c.tenant_id = $1 AND c.definition_id = $4::uuid
     ), false) DESC, d.version DESC
     LIMIT 1`,
    [tenantId, decisionId, ...columnsOf(version, callerId)],
  );
  return row === undefined ? null : decision(row);
}

export async function findDecision(
  transaction: Transaction,
  tenantId: string,
  definitionId: string,
): Promise<DecisionDefinition | null> {
  const [row] = await transaction.query<DecisionRecord>(
    `SELECT ${shown} FROM wbpm_decision_definitions d WHERE d.tenant_id = $1 AND d.definition_id = $2`,
    [tenantId, definitionId],
  );
  return row === undefined ? null : decision(row);
}

export async function decisionModels(
  transaction: Transaction,
  keys: readonly { readonly tenantId: string; readonly fileId: string }[],
): Promise<(StoredDecisionModel & { readonly tenantId: string })[]> {
  const rows = await transaction.query<ModelRecord>(
    `SELECT f.tenant_id, f.file_id,
            CASE WHEN f.model_format = $3 THEN f.model END AS model,
            CASE WHEN f.model_format = $3 THEN NULL ELSE f.dmn_xml END AS dmn_xml
     FROM wbpm_decision_files f
     JOIN unnest($1::text[], $2::uuid[]) AS wanted (tenant_id, file_id) USING (tenant_id, file_id)`,
    [
      ...columns(
        keys,
        (key) => key.tenantId,
        (key) => key.fileId,
      ),
      decisionModelFormat,
    ],
  );
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    fileId: row.file_id,
    stored:
      row.model === null
        ? { kind: 'source', dmnXml: row.dmn_xml ?? '' }
        : { kind: 'model', model: row.model },
  }));
}

interface ModelRecord {
  readonly tenant_id: string;
  readonly file_id: string;
  readonly model: DecisionModel | null;
  readonly dmn_xml: string | null;
}

export async function decisionXml(
  transaction: Transaction,
  tenantId: string,
  fileId: string,
): Promise<string | null> {
  const [row] = await transaction.query<{ dmn_xml: string }>(
    'SELECT dmn_xml FROM wbpm_decision_files WHERE tenant_id = $1 AND file_id = $2',
    [tenantId, fileId],
  );
  return row?.dmn_xml ?? null;
}

/** The latest version of every decision. */
export async function listDecisions(
  transaction: Transaction,
  tenantId: string,
  page: { readonly after: string | null; readonly limit: number },
): Promise<DecisionDefinition[]> {
  const rows = await transaction.query<DecisionRecord>(
    `SELECT DISTINCT ON (d.decision_id) ${shown} FROM wbpm_decision_definitions d
     WHERE d.tenant_id = $1 AND ($2::text IS NULL OR d.decision_id > $2)
     ORDER BY d.decision_id, d.version DESC
     LIMIT $3`,
    [tenantId, page.after, page.limit],
  );
  return rows.map(decision);
}

export async function listDecisionVersions(
  transaction: Transaction,
  tenantId: string,
  decisionId: string,
): Promise<DecisionDefinition[]> {
  const rows = await transaction.query<DecisionRecord>(
    `SELECT ${shown} FROM wbpm_decision_definitions d
     WHERE d.tenant_id = $1 AND d.decision_id = $2 ORDER BY d.version DESC`,
    [tenantId, decisionId],
  );
  return rows.map(decision);
}
