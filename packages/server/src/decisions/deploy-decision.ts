import { createHash } from 'node:crypto';
import type { DecisionDeployment, DeployDecisions } from '@wbpm/contract';
import type { DecisionModel } from '@wbpm/engine';
import { compileDmn, type DmnCompilation } from '@wbpm/notation';
import { Refusal } from '../access/refusal.ts';
import { requirePermission } from '../access/require-permission.ts';
import { answerOnce } from '../processes/answer-once.ts';
import type { Executed } from '../processes/execute.ts';
import { refuseFindings } from '../processes/refuse-findings.ts';
import { wireFinding } from '../processes/wire-finding.ts';
import type { Transaction } from '../store/database.ts';
import {
  type DecisionDefinition,
  insertDecisionFile,
  insertNextDecisions,
  latestDecisions,
} from '../store/decisions.ts';
import { lockDeployments } from '../store/definitions.ts';
import type { UseCase } from '../use-case.ts';

const longestId = 255;

type Compiled = Extract<DmnCompilation, { kind: 'compiled' }>;

/**
 * Checks and stores a DMN file. Every decision in it becomes the next version of its id, unless its
 * newest version has the same content: then that version is the answer. With findings nothing is stored.
 */
export async function deployDecisions(
  useCase: UseCase,
  written: DeployDecisions,
): Promise<Executed<DecisionDeployment>> {
  const { principal, database, idempotency } = useCase;
  requirePermission(principal, 'decision', 'create');
  const compilation = await compileDmn(written.definition);
  if (compilation.kind === 'refused') throw refuseFindings(compilation.findings);
  refuseUnusable(compilation.model);
  const { tenantId } = principal;
  return database.transaction({ kind: 'tenant', tenantId }, (transaction) =>
    answerOnce(transaction, tenantId, idempotency, () => store(transaction, useCase, written, compilation)),
  );
}

/** A file can be sound and yet hold nothing to deploy, or decisions that cannot be told apart or named. */
function refuseUnusable({ decisions }: DecisionModel): void {
  if (decisions.length === 0) {
    throw new Refusal('INVALID_DEFINITION', 'Expected a decision in the file, but found none');
  }
  const seen = new Set<string>();
  for (const { id } of decisions) {
    if (id.length > longestId) {
      const limit = `at most ${longestId} characters`;
      throw unusable(
        'id-and-name',
        id,
        `Expected the id of a decision to have ${limit}, but found ${id.length}`,
      );
    }
    // A decision without an id goes by its name, which may be the id of another.
    if (seen.has(id)) throw unusable('duplicate-id', id, `Expected every id once, but found '${id}' again`);
    seen.add(id);
  }
}

function unusable(code: string, id: string, message: string): Refusal {
  return new Refusal('INVALID_DEFINITION', message, {
    findings: [{ code, element_id: id.slice(0, longestId), message }],
  });
}

async function store(
  transaction: Transaction,
  { principal, runtime }: UseCase,
  written: DeployDecisions,
  { model, findings }: Compiled,
): Promise<DecisionDeployment> {
  const { tenantId, userId } = principal;
  await lockDeployments(transaction, tenantId);
  const latest = await latestDecisions(
    transaction,
    model.decisions.map(({ id }) => ({ tenantId, decisionId: id })),
  );
  const current = new Map(latest.map((decision) => [decision.decisionId, decision]));
  const fileId = runtime.newId();
  const changed = model.decisions
    .map(({ id, name, versionTag }) => ({
      definitionId: runtime.newId(),
      fileId,
      decisionId: id,
      name,
      contentHash: contentHash(id, written.definition),
      versionTag: versionTag ?? null,
      createdBy: userId,
    }))
    .filter(({ decisionId, contentHash }) => current.get(decisionId)?.contentHash !== contentHash);
  if (changed.length > 0) {
    await insertDecisionFile(transaction, tenantId, {
      fileId,
      name: written.name ?? model.name,
      dmnXml: written.definition,
      model,
      createdBy: userId,
    });
    for (const next of await insertNextDecisions(transaction, tenantId, changed)) {
      current.set(next.decisionId, { ...next, tenantId });
    }
  }
  return {
    decisions: model.decisions.flatMap(({ id }) => {
      const deployed = current.get(id);
      return deployed === undefined ? [] : [wireDeployed(deployed)];
    }),
    warnings: findings.map(wireFinding),
  };
}

function wireDeployed({
  decisionId,
  definitionId,
  version,
  name,
}: DecisionDefinition): DecisionDeployment['decisions'][number] {
  return { decision_id: decisionId, definition_id: definitionId, version, name };
}

/** The whole file counts: a decision depends on the others in it, and its drawing is shown too. */
function contentHash(decisionId: string, dmnXml: string): string {
  return createHash('sha256').update(`${decisionId}\n${dmnXml}`).digest('hex');
}
