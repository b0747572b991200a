import { createHash } from 'node:crypto';
import type { Deployment, Finding, SimpleDefinition, TextDefinition } from '@wbpm/contract';
import { graphOf, type ProcessModel } from '@wbpm/engine';
import { type Compilation, compileJson, compileText, type Format } from '@wbpm/notation';
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
import { saidFormat } from './said-format.ts';
import { startSubscriptionsOf } from './start-subscriptions.ts';
import { wireFinding } from './wire-finding.ts';

/** A process as somebody wrote it. */
export type WrittenProcess =
  | { readonly kind: 'text'; readonly definition: TextDefinition }
  | { readonly kind: 'list'; readonly definition: SimpleDefinition };

type Compiled = Extract<Compilation, { readonly kind: 'compiled' }>;

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
  const format = formatOf(written);
  const compilation = await compileWritten(written, format);
  if (compilation.kind === 'refused') throw refuseFindings(compilation.findings);
  const { principal, database, idempotency, runtime } = useCase;
  const { tenantId } = principal;
  const awaited = new Set<string>();
  const executed = await database.transaction({ kind: 'tenant', tenantId }, (transaction) =>
    answerOnce(transaction, tenantId, idempotency, () =>
      store(transaction, useCase, { written, format, compilation }, awaited),
    ),
  );
  for (const name of awaited) runtime.offerKept(tenantId, name);
  return { ...executed, revision: executed.response.version };
}

function compileWritten({ kind, definition }: WrittenProcess, format: Format): Promise<Compilation> {
  return kind === 'list' ? compileJson(definition) : compileText(definition.definition, format);
}

function formatOf({ kind, definition }: WrittenProcess): Format {
  if (kind === 'list') return 'json';
  return saidFormat(definition.definition, definition.format).format;
}

interface Understood {
  readonly written: WrittenProcess;
  readonly format: Format;
  readonly compilation: Compiled;
}

/** `awaited`: gets the names of the messages that start what is new. */
async function store(
  transaction: Transaction,
  { principal, runtime, expectedRevision }: UseCase,
  { written, format, compilation }: Understood,
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
      format,
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
function contentHash({ bpmnXml }: Compiled, { processId }: ProcessModel): string {
  return createHash('sha256').update(`${processId}\n${bpmnXml}`).digest('hex');
}

function nameOf(written: WrittenProcess, compilation: Compiled): string {
  return written.definition.name ?? compilation.processes[0]?.name ?? '';
}
