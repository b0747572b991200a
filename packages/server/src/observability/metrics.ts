import { Registry } from 'prom-client';
import { type ApiMetrics, apiMetrics } from './api-metrics.ts';
import { type BatchMetrics, batchMetrics } from './batch-metrics.ts';
import { type CommitMetrics, commitMetrics } from './commit-metrics.ts';
import { withLegacyNames } from './legacy-names.ts';
import { type OverloadMetrics, overloadMetrics } from './overload-metrics.ts';
import { type PoolSize, systemMetrics } from './system-metrics.ts';
import { type WorkflowMetrics, workflowMetrics } from './workflow-metrics.ts';

/** Everything that is counted. One registry per call, so servers in one process do not mix. */
export interface Metrics extends ApiMetrics, BatchMetrics, CommitMetrics, OverloadMetrics, WorkflowMetrics {
  /** Tells where the size of the database pool can be read when somebody looks. */
  readonly observePool: (size: () => PoolSize) => void;
  /** The exposition for Prometheus. */
  text(): Promise<string>;
  readonly contentType: string;
}

export interface MetricsSettings {
  /** Shows three metrics under their `wbmp_` names too, for dashboards built on those. */
  readonly legacyNames: boolean;
}

export function createMetrics(settings: MetricsSettings = { legacyNames: false }): Metrics {
  const registry = new Registry();
  const system = systemMetrics(registry);
  return {
    ...apiMetrics(registry),
    ...batchMetrics(registry),
    ...commitMetrics(registry),
    ...overloadMetrics(registry),
    ...workflowMetrics(registry),
    observePool: system.observePool,
    contentType: registry.contentType,
    async text() {
      const text = await registry.metrics();
      return settings.legacyNames ? withLegacyNames(text) : text;
    },
  };
}
