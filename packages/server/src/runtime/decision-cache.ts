import type { CalledVersion, DecisionModel } from '@wbpm/engine';
import { compileDmn } from '@wbpm/notation';
import { LRUCache } from 'lru-cache';
import type { Database } from '../store/database.ts';
import {
  calledDecision,
  type DecisionDefinition,
  decisionModels,
  latestDecisions,
  type StoredDecisionModel,
} from '../store/decisions.ts';
import { canExist } from './can-exist.ts';
import { coalesce } from './coalesce.ts';

/**
 * Which version is meant is always asked of the database, which another node may have changed: one look
 * into an index, shared by all who ask together. What a version says never changes, so it is kept.
 */
export interface Decisions {
  /** The newest version. */
  latest(tenantId: string, decisionId: string): Promise<DecisionDefinition | null>;
  /** The version a process names; `callerId` is the definition of the process. */
  called(
    tenantId: string,
    decisionId: string,
    version: CalledVersion,
    callerId: string,
  ): Promise<DecisionDefinition | null>;
  /** The decisions of a file. */
  model(tenantId: string, fileId: string): Promise<DecisionModel>;
}

const maxAgeMs = 3_600_000;
const maxFiles = 500;

export function createDecisions(database: Database): Decisions {
  const models = new LRUCache<string, DecisionModel>({ max: maxFiles, ttl: maxAgeMs });
  const loadModel = coalesce(
    (keys: readonly { tenantId: string; fileId: string }[]) =>
      database.transaction({ kind: 'runtime' }, (transaction) => decisionModels(transaction, keys)),
    (key) => `${key.tenantId} ${key.fileId}`,
    (value) => `${value.tenantId} ${value.fileId}`,
  );
  const loadLatest = coalesce(
    (keys: readonly { tenantId: string; decisionId: string }[]) =>
      database.transaction({ kind: 'runtime' }, (transaction) => latestDecisions(transaction, keys)),
    (key) => `${key.tenantId} ${key.decisionId}`,
    (value) => `${value.tenantId} ${value.decisionId}`,
  );

  return {
    latest: (tenantId, decisionId) => loadLatest({ tenantId, decisionId }),
    async called(tenantId, decisionId, version, callerId) {
      if (!canExist(decisionId, version)) return null;
      if (version === 'latest') return loadLatest({ tenantId, decisionId });
      return database.transaction({ kind: 'runtime' }, (transaction) =>
        calledDecision(transaction, tenantId, decisionId, version, callerId),
      );
    },
    async model(tenantId, fileId) {
      const key = `${tenantId} ${fileId}`;
      const cached = models.get(key);
      if (cached !== undefined) return cached;
      const found = await loadModel({ tenantId, fileId });
      if (found === null) throw new Error(`Expected file ${fileId} of a stored decision`);
      const model = await modelOf(found);
      models.set(key, model);
      return model;
    },
  };
}

/** A model that an earlier version of this program wrote is compiled anew from its source. */
async function modelOf({ fileId, stored }: StoredDecisionModel): Promise<DecisionModel> {
  if (stored.kind === 'model') return stored.model;
  const compilation = await compileDmn(stored.dmnXml);
  if (compilation.kind === 'compiled') return compilation.model;
  const [finding] = compilation.findings;
  throw new Error(
    `Expected file ${fileId} to compile as it did before, but ${finding?.message ?? 'it does not'}`,
  );
}
