import type { Database, Parameter, Transaction } from '@wbpm/server';
import { v7 as uuidv7 } from 'uuid';
import { tenantId } from './deploy.ts';
import { type Figure, peakMemoryMiB, processorSeconds } from './measure.ts';

/**
 * The limit set by the database: the rows one instance leaves, written by hand-made batches as the
 * owner, one batch after the other, with nothing decided, checked or answered. What the rows hold has
 * the size of the real thing.
 */
export async function benchRaw(
  database: Database,
  databasePid: number | null,
  batch: number,
  instances: number,
): Promise<Figure> {
  const rounds = Math.ceil(instances / batch);
  const prepared = Array.from({ length: rounds }, () => rowsOf(batch));
  const cpuBefore = process.cpuUsage();
  const databaseBefore = databasePid === null ? 0 : processorSeconds(databasePid);
  const started = performance.now();
  for (const rows of prepared) {
    await database.transaction({ kind: 'owner' }, (transaction) => writeStart(transaction, rows));
    await database.transaction({ kind: 'owner' }, (transaction) => writeEnd(transaction, rows));
  }
  const seconds = (performance.now() - started) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  return {
    name: `raw rows, batches of ${batch}`,
    callers: 1,
    instances: rounds * batch,
    instancesPerSecond: (rounds * batch) / seconds,
    p50Ms: null,
    p99Ms: null,
    cpu: (cpu.user + cpu.system) / 1e6 / seconds,
    databaseCpu: databasePid === null ? null : (processorSeconds(databasePid) - databaseBefore) / seconds,
    peakMemoryMiB: peakMemoryMiB(process.pid),
    batch,
    ofRawLimit: null,
  };
}

interface Rows {
  readonly tenants: string[];
  readonly instances: string[];
  readonly elements: string[];
  readonly definitions: string[];
  readonly hashes: string[];
  readonly startEvents: string[];
  readonly endEvents: string[];
  readonly waits: string[];
}

function rowsOf(count: number): Rows {
  const ids = (): string[] => Array.from({ length: count }, () => uuidv7());
  const same = (text: string): string[] => Array.from({ length: count }, () => text);
  return {
    tenants: same(tenantId),
    instances: ids(),
    elements: ids(),
    definitions: same(uuidv7()),
    hashes: same('ab'.repeat(32)),
    startEvents: same(JSON.stringify([{ events: 'x'.repeat(1050) }])),
    endEvents: same(JSON.stringify([{ events: 'x'.repeat(850) }])),
    waits: same(
      JSON.stringify({ kind: 'userTask', assignee: null, candidateUsers: [], candidateGroups: [] }),
    ),
  };
}

async function writeStart(transaction: Transaction, rows: Rows): Promise<void> {
  const { tenants, instances, elements, definitions, hashes, startEvents, waits } = rows;
  await all(transaction, [
    [
      `INSERT INTO wbpm_process_instances (tenant_id, instance_id, process_definition_id, process_id, version, status,
         sequence, journal_hash, started_by, start_time)
       SELECT t, i, d, 'raw', 1, 'active', 7, decode(h, 'hex'), 'bench', now()
       FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[]) AS row (t, i, d, h)`,
      [tenants, instances, definitions, hashes],
    ],
    [
      `INSERT INTO wbpm_element_instances (tenant_id, instance_id, element_instance_id, element_id, scope_id, flow_id,
         status, since, wait)
       SELECT t, i, e, 'work', i, 'f1', 'active', now(), w::json
       FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[]) AS row (t, i, e, w)`,
      [tenants, instances, elements, waits],
    ],
    [
      `INSERT INTO wbpm_variables (tenant_id, instance_id, scope_id, name, value, number_value)
       SELECT t, i, i, 'order_id', '42', 42 FROM unnest($1::text[], $2::uuid[]) AS row (t, i)`,
      [tenants, instances],
    ],
    [
      `INSERT INTO wbpm_tasks (tenant_id, task_id, process_instance_id, process_definition_id, process_id, element_id,
         name, candidate_users, candidate_groups, status, priority, created_at)
       SELECT t, e, i, d, 'raw', 'work', 'Work', '{}', '{}', 'active', 50, now()
       FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::uuid[]) AS row (t, e, i, d)`,
      [tenants, elements, instances, definitions],
    ],
    [journal(1, 7), [tenants, instances, startEvents, hashes]],
  ]);
}

async function writeEnd(transaction: Transaction, rows: Rows): Promise<void> {
  const { tenants, instances, elements, hashes, endEvents } = rows;
  await all(transaction, [
    [
      `UPDATE wbpm_process_instances p SET status = 'completed', sequence = 14, journal_hash = decode(h, 'hex'),
         end_time = now()
       FROM unnest($1::text[], $2::uuid[], $3::text[]) AS row (t, i, h) WHERE p.tenant_id = t AND p.instance_id = i`,
      [tenants, instances, hashes],
    ],
    [
      `DELETE FROM wbpm_element_instances p USING unnest($1::text[], $2::uuid[], $3::uuid[]) AS row (t, i, e)
       WHERE p.tenant_id = t AND p.instance_id = i AND p.element_instance_id = e`,
      [tenants, instances, elements],
    ],
    [
      `INSERT INTO wbpm_variables (tenant_id, instance_id, scope_id, name, value, text_value)
       SELECT t, i, i, 'done', 'true', 'true' FROM unnest($1::text[], $2::uuid[]) AS row (t, i)`,
      [tenants, instances],
    ],
    [
      `UPDATE wbpm_tasks p SET status = 'completed', assignee = 'bench', completed_at = now(), completed_by = 'bench'
       FROM unnest($1::text[], $2::uuid[]) AS row (t, e) WHERE p.tenant_id = t AND p.task_id = e`,
      [tenants, elements],
    ],
    [journal(8, 14), [tenants, instances, endEvents, hashes]],
  ]);
}

function journal(firstSeq: number, lastSeq: number): string {
  return `INSERT INTO wbpm_journal (tenant_id, instance_id, first_seq, last_seq, at, actor, command, events, hash)
    SELECT t, i, ${firstSeq}, ${lastSeq}, now(), 'bench', 'raw', v, decode(h, 'hex')
    FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[]) AS row (t, i, v, h)`;
}

async function all(
  transaction: Transaction,
  statements: readonly (readonly [sql: string, parameters: readonly Parameter[]])[],
): Promise<void> {
  await Promise.all(statements.map(([sql, parameters]) => transaction.query(sql, parameters)));
}
