import { graphOf, type ProcessGraph } from '@wbpm/engine';
import { LRUCache } from 'lru-cache';
import type { Database } from '../store/database.ts';
import { type Definition, definitionModels, latestDefinitions } from '../store/definitions.ts';
import { coalesce } from './coalesce.ts';

export interface Definitions {
  /** The executable graph of a definition; definitions never change, so a cached one is right. */
  graph(tenantId: string, definitionId: string): Promise<ProcessGraph>;
  /** The newest version: always asked of the database, which another node may have changed. */
  latest(tenantId: string, processId: string): Promise<Definition | null>;
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
      const graph = graphOf(found.model);
      graphs.set(key, graph);
      return graph;
    },
    latest: (tenantId, processId) => loadLatest({ tenantId, processId }),
  };
}
