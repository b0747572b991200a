import type { Config } from '../config.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Database } from '../store/database.ts';
import { listNodes } from '../store/nodes.ts';
import type { Check } from './health.ts';

const slowDatabaseMs = 1000;
const slowRedisMs = 1000;

/** The five checks of `/health`. What is not configured is null and shows as disabled. */
export function healthChecks(
  database: Database,
  runtime: Runtime,
  redis: { ping(): Promise<number> } | null,
  config: Pick<Config, 'maxConcurrentWorkflows'>,
): {
  readonly database: Check;
  readonly redis: Check;
  readonly workflow_engine: Check;
  readonly scheduler: Check;
  readonly apg_integration: Check;
} {
  return {
    async database() {
      const started = performance.now();
      const [row] = await database.transaction({ kind: 'runtime' }, async (transaction) => {
        await transaction.query('SELECT 1');
        return transaction.query<{ definitions: number }>(
          'SELECT count(*)::int AS definitions FROM wbpm_process_definitions',
        );
      });
      const responseMs = performance.now() - started;
      return {
        healthy: responseMs < slowDatabaseMs,
        details: {
          kind: database.kind,
          response_time_ms: Math.round(responseMs),
          process_definitions: row?.definitions ?? 0,
        },
      };
    },
    redis:
      redis === null
        ? null
        : async () => {
            const responseMs = await redis.ping();
            return {
              healthy: responseMs < slowRedisMs,
              details: { response_time_ms: Math.round(responseMs) },
            };
          },
    async workflow_engine() {
      const nodes = await database.transaction({ kind: 'runtime' }, listNodes);
      return {
        healthy: runtime.accepting,
        details: {
          waiting_commands: runtime.waiting,
          waiting_limit: runtime.waitingLimit,
          max_concurrent_workflows: config.maxConcurrentWorkflows,
          nodes: nodes.map(({ nodeId, startedAt, heartbeatAt, alive }) => ({
            node_id: nodeId,
            started_at: startedAt.toISOString(),
            heartbeat_at: heartbeatAt.toISOString(),
            alive,
          })),
        },
      };
    },
    scheduler: () =>
      Promise.resolve({ healthy: runtime.timersRunning, details: { is_running: runtime.timersRunning } }),
    apg_integration: null,
  };
}
