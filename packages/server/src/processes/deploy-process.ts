import { createHash } from 'node:crypto';
import type { Deployment, Finding, SimpleDefinition, TextDefinition } from '@wbpm/contract';
import { graphOf, type ProcessModel } from '@wbpm/engine';
import { type Compilation, compileBpmn, compileJson } from '@wbpm/notation';
import { Refusal } from '../access/refusal.ts';
import { requirePermission } from '../access/require-permission.ts';
import { notifyDefinitions } from '../store/commit-notice.ts';
import type { Transaction } from '../store/database.ts';
import {
  type Definition,
  insertDeployment,
  insertNextVersion,
  latestDefinitions,
  lockDeployments,
} from '../store/definitions.ts';
import { replaceStartSubscriptions } from '../store/start-subscriptions.ts';
import type { UseCase } from '../use-case.ts';
import { answerOnce } from './answer-once.ts';
import type { Executed } from './execute.ts';
import { refuseFindings } from './refuse-findings.ts';
import { startSubscriptionsOf } from './start-subscriptions.ts';
import { wireFinding } from './wire-finding.ts';

/** A process as somebody wrote it. */
export type WrittenProcess =
  | { readonly kind: 'text'; readonly definition: TextDefinition }
  | { readonly kind: 'list'; readonly definition: SimpleDefinition };

/**
 * Checks and stores a written process. Every executable process in it becomes the next version of its
 * id, unless its newest version has the same content: then that version is the answer. With findings, or when
 * the newest version is another than the expected one, nothing is stored.
 */
export async function deployProcess(
  useCase: UseCase,
  written: WrittenProcess,
): Promise<Executed<Deployment>> {
  requirePermission(useCase.principal, 'process', 'create');
  const compilation = await compileWritten(written);
  if (compilation.kind === 'refused') {
    throw refuseFindings(compilation.findings);
  }
  const { principal, database, idempotency, runtime } = useCase;
  const { tenantId } = principal;
  const awaited = new Set<string>();
  const executed = await database.transaction({ kind: 'tenant', tenantId }, (transaction) =>
    answerOnce(transaction, tenantId, idempotency, () =>
      store(transaction, useCase, written, compilation, awaited),
    ),
  );
  for (const name of awaited) runtime.offerKept(tenantId, name);
  return { ...executed, revision: executed.response.version };
}

export function compileWritten(written: WrittenProcess): Promise<Compilation> {
  if (written.kind === 'list') return compileJson(written.definition);
  const { definition, format } = written.definition;
  switch (format) {
    case 'bpmn_xml':
      return compileBpmn(definition);
    case 'json':
      return compileJsonText(definition);
    case 'auto':
      return definition.trimStart().startsWith('{') ? compileJsonText(definition) : compileBpmn(definition);
    case 'apg_dsl':
    case 'yaml':
    case 'natural_language':
      throw new Refusal(
        'VALIDATION_FAILED',
        `Expected format to be bpmn_xml, json or auto, but found '${format}'`,
      );
  }
}

async function compileJsonText(text: string): Promise<Compilation> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Refusal('INVALID_DEFINITION', `Expected the definition to be JSON, but found: ${message}`);
  }
  return compileJson(value);
}

/** `awaited`: gets the names of the messages that start what is new. */
async function store(
  transaction: Transaction,
  { principal, runtime, expectedRevision }: UseCase,
  written: WrittenProcess,
  compilation: Extract<Compilation, { kind: 'compiled' }>,
  awaited: Set<string>,
): Promise<Deployment> {
  const { tenantId, userId } = principal;
  await lockDeployments(transaction, tenantId);
  const deploymentId = runtime.newId();
  const latest = new Map(
    (
      await latestDefinitions(
        transaction,
        compilation.processes.map(({ processId }) => ({ tenantId, processId })),
      )
    ).map((definition) => [definition.processId, definition]),
  );
  refuseUnseen(compilation.processes[0], latest, expectedRevision);
  const hashes = new Map(compilation.processes.map((model) => [model, contentHash(compilation, model)]));
  if (compilation.processes.some((model) => latest.get(model.processId)?.contentHash !== hashes.get(model))) {
    await insertDeployment(transaction, tenantId, {
      deploymentId,
      name: nameOf(written, compilation),
      format: written.kind === 'list' ? 'json' : written.definition.format,
      source: written.kind === 'list' ? JSON.stringify(written.definition) : written.definition.definition,
      bpmnXml: compilation.bpmnXml,
      createdBy: userId,
    });
  }
  const deployed: Definition[] = [];
  const changed: string[] = [];
  for (const model of compilation.processes) {
    const current = latest.get(model.processId);
    const hash = hashes.get(model) ?? '';
    if (current?.contentHash === hash) {
      deployed.push(current);
      continue;
    }
    const next = await insertNextVersion(transaction, tenantId, {
      definitionId: runtime.newId(),
      deploymentId,
      processId: model.processId,
      name: model.name,
      description: model.documentation,
      contentHash: hash,
      model,
      createdBy: userId,
    });
    const starts = startSubscriptionsOf(tenantId, next, graphOf(model), runtime.clock.now());
    await replaceStartSubscriptions(transaction, tenantId, model.processId, starts);
    for (const { kind, name } of starts) if (kind === 'message' && name !== null) awaited.add(name);
    deployed.push(next);
    changed.push(next.processId);
  }
  await notifyDefinitions(transaction, tenantId, changed);
  return deploymentAnswer(deployed, compilation.findings.map(wireFinding));
}

/** Of a file with several processes the first counts, which is the one the answer names. */
function refuseUnseen(
  model: ProcessModel | undefined,
  latest: ReadonlyMap<string, Definition>,
  expectedVersion: number | undefined,
): void {
  if (model === undefined || expectedVersion === undefined) return;
  const version = latest.get(model.processId)?.version;
  if (version === expectedVersion) return;
  throw new Refusal(
    'STALE_VERSION',
    `Expected If-Match to name the newest version of process '${model.processId}', ${version === undefined ? 'which has none' : `which is ${version}`}`,
  );
}

function deploymentAnswer(deployed: readonly Definition[], warnings: Finding[]): Deployment {
  const [first] = deployed;
  if (first === undefined) throw new Error('Expected a compiled definition to hold a process');
  const processes = deployed.map((definition) => ({
    process_id: definition.processId,
    definition_id: definition.definitionId,
    version: definition.version,
  }));
  return {
    id: first.processId,
    process_id: first.processId,
    definition_id: first.definitionId,
    version: first.version,
    name: first.name,
    status: first.status,
    processes,
    warnings,
  };
}

/** The drawing counts: a moved shape is a new version, so that everybody sees the diagram deployed last. */
function contentHash(
  { bpmnXml }: Extract<Compilation, { kind: 'compiled' }>,
  { processId }: ProcessModel,
): string {
  return createHash('sha256').update(`${processId}\n${bpmnXml}`).digest('hex');
}

function nameOf(written: WrittenProcess, compilation: Extract<Compilation, { kind: 'compiled' }>): string {
  return written.definition.name ?? compilation.processes[0]?.name ?? '';
}
