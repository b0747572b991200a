import { startPostgresCluster } from '../../packages/server/src/testing/postgres-cluster.ts';
import { openDatabase } from '../../packages/server/src/store/open-database.ts';
import { createRuntime } from '../../packages/server/src/runtime/runtime.ts';
import { systemClock } from '../../packages/server/src/runtime/clock.ts';
import { insertDeployment, insertNextVersion } from '../../packages/server/src/store/definitions.ts';
import { oneTask } from './models.ts';
import { v7 } from 'uuid';
const kind = process.argv[2] ?? 'pg';
const cluster = process.env['PG_URL'] ? null : kind === 'pg' ? await startPostgresCluster({ fsync: true }) : null;
const url = process.env['PG_URL'] ? process.env['PG_URL'] : cluster ? await cluster.createDatabase('bench') : null;
const db = await openDatabase({ databaseUrl: url, dataDir: '/tmp/bench-pglite-' + process.pid, poolSize: 8 });
const definitionId = v7();
await db.transaction({ kind: 'tenant', tenantId: 't' }, async (tx) => {
  const deploymentId = v7();
  await insertDeployment(tx, 't', { deploymentId, name: 'x', format: 'json', source: '', bpmnXml: '', createdBy: 'b' });
  await insertNextVersion(tx, 't', { definitionId, deploymentId, processId: oneTask.processId, name: 'x', description: null, contentHash: '', model: oneTask, createdBy: 'b' });
});
let commits = 0, changes = 0, ms = 0;
const runtime = createRuntime({ database: db, clock: systemClock(), nodeId: 'n', runScript: async () => ({ kind: 'failed', message: '' }), jobHandlers: new Map(), background: false, onError: (e) => console.error(e), onCommit: (r) => { commits++; changes += r.changes; ms += r.durationMs; }, limits: { maxBatch: Number(process.argv[3] ?? 500) } });
async function one() {
  const instanceId = v7();
  const s = await runtime.execute({ tenantId: 't', instanceId, actor: 'b', command: { type: 'startInstance', instanceId, definitionId, version: 1, businessKey: null, variables: { order_id: 42 } }, respond: (st) => ({ task: [...st.elements.keys()][0] }) });
  if (s.kind !== 'committed') throw new Error(JSON.stringify(s));
  const r = await runtime.execute({ tenantId: 't', instanceId, actor: 'b', command: { type: 'completeUserTask', elementInstanceId: (s.response as any).task, variables: { done: true }, by: 'b', override: false }, respond: (st) => ({ s: st.status }) });
  if (r.kind !== 'committed' || (r.response as any).s !== 'completed') throw new Error(JSON.stringify(r));
}
for (const callers of [1000, 64, 1, 1000]) {
  const total = callers === 1 ? 500 : callers === 64 ? 6000 : 20000;
  commits = changes = ms = 0;
  let left = total; const c0 = process.cpuUsage(); const t0 = performance.now();
  await Promise.all(Array.from({ length: callers }, async () => { while (left-- > 0) await one(); }));
  const s = (performance.now() - t0) / 1000; const c = process.cpuUsage(c0);
  console.log(callers, 'callers', Math.round(total / s), '/s cpu', ((c.user + c.system) / 1e6 / s).toFixed(2), 'batch', Math.round(changes / commits), 'ms/commit', (ms / commits).toFixed(2), 'rss', Math.round(process.memoryUsage().rss / 1e6));
}
await runtime.stop(); await db.close(); await cluster?.stop();
