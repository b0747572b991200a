import { type CalledVersion, graphOf, type ProcessGraph, type ProcessModel } from '@wbpm/engine';
import { compileBpmn } from '@wbpm/notation';
import { LRUCache } from 'lru-cache';
import type { Database } from '../store/database.ts';
import {
  calledDefinition,
  type Definition,
  type DefinitionModel,
  definitionModels,
  latestDefinitions,
} from '../store/definitions.ts';
import { canExist } from './can-exist.ts';
import { coalesce } from './coalesce.ts';

export interface Definitions {
  /** The executable graph of a definition; definitions never change, so a cached one is right. */
  graph(tenantId: string, definitionId: string): Promise<ProcessGraph>;
  /** The newest version: always asked of the database, which another node may have changed. */
  latest(tenantId: string, processId: string): Promise<Definition | null>;
  /** The version a call names; `callerId` is the definition of the caller. */
  called(
    tenantId: string,
    processId: string,
    version: CalledVersion,
    callerId: string,
  ): Promise<Definition | null>;
}

const maxAgeMs = 3_600_000;
const maxDefinitions = 1000;

export function createDefinitions(database: Database): Definitions {
  const graphs = new LRUCache<string, ProcessGraph>({ max: maxDefinitions, ttl: maxAgeMs });
  const loadModel = coalesce(
    (keys: readonly { tenantId: string; definitionId: string }[]) =>
      database.transaction({ kind: 'runtime' }, (transaction) => definitionModels(transaction, keys)),
    (key) => `${key.tenantId} ${key.definitionId}`,
    (value) => `${value.tenantId} ${value.definitionId}`,
  );
  const loadLatest = coalesce(
    (keys: readonly { tenantId: string; processId: string }[]) =>
      database.transaction({ kind: 'runtime' }, (transaction) => latestDefinitions(transaction, keys)),
    (key) => `${key.tenantId} ${key.processId}`,
    (value) => `${value.tenantId} ${value.processId}`,
  );

  return {
    async graph(tenantId, definitionId) {
      const key = `${tenantId} ${definitionId}`;
      const cached = graphs.get(key);
      if (cached !== undefined) return cached;
      const found = await loadModel({ tenantId, definitionId });
      if (found === null) throw new Error(`Expected definition ${definitionId} of a stored instance`);
      const graph = graphOf(await modelOf(found));
      graphs.set(key, graph);
      return graph;
    },
    latest: (tenantId, processId) => loadLatest({ tenantId, processId }),
    called(tenantId, processId, version, callerId) {
      if (!canExist(processId, version)) return Promise.resolve(null);
      if (version === 'latest') return loadLatest({ tenantId, processId });
      return database.transaction({ kind: 'runtime' }, (transaction) =>
        calledDefinition(transaction, tenantId, processId, version, callerId),
      );
    },
  };
}

/** A model that an earlier version of this program wrote is compiled anew from its source. */
async function modelOf({ definitionId, processId, stored }: DefinitionModel): Promise<ProcessModel> {
  if (stored.kind === 'model') return stored.model;
  const compilation = await compileBpmn(stored.bpmnXml);
  const model =
    compilation.kind === 'compiled'
      ? compilation.processes.find((process) => process.processId === processId)
      : undefined;
  if (model !== undefined) return model;
  const [finding] = compilation.findings;
  throw new Error(
    `Expected definition ${definitionId} to compile as it did before, but ${finding?.message ?? 'found no such process'}`,
  );
}
