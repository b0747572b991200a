import type { Database, Transaction } from '@wbpm/server';
import { ensureJournalMonths } from '../../packages/server/src/store/journal-months.ts';
import { jobProcesses, type Templates, taskProcesses } from './history-templates.ts';

export interface Amount {
  readonly finished: number;
  readonly open: number;
}

/** The first one has half of everything. */
export const tenants = ['bench', 'north', 'east', 'south', 'west'] as const;
export const users = 200;
export const groups = 20;
export const customers = 5000;

const months = 11;
const dayMs = 86_400_000;

/**
 * Copies the rows of the templates with ids, times, people and values of their own: as many finished and open
 * instances as asked, over the tenants, their processes and the last eleven months.
 */
export async function fillHistory(database: Database, templates: Templates, amount: Amount): Promise<void> {
  const now = Date.now();
  for (let month = months + 1; month > 0; month -= 4) {
    await ensureJournalMonths(database, new Date(now - month * 30 * dayMs));
  }
  await database.transaction({ kind: 'owner' }, async (transaction) => {
    await transaction.query(`SET LOCAL statement_timeout = 0; SET LOCAL work_mem = '256MB'; ${helpers}`);
    await transaction.query(planSql(amount));
    await transaction.query(`${templateSql(templates)}; ANALYZE pg_temp.plan`);
    for (const table of tables) {
      await transaction.query(await copySql(transaction, table));
    }
  });
}

/** Time-ordered ids as the server makes them, with the same places taken by the same number. */
const helpers = `CREATE FUNCTION pg_temp.id_of(at timestamptz, n bigint, kind text) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(kind || n), 1, 3)
    || '8' || substr(md5(kind || n), 4, 15))::uuid
$$`;

function planSql({ finished, open }: Amount): string {
  const [firstTenant, ...others] = tenants;
  const tasks = taskProcesses.map((id) => `'${id}'`).join(', ');
  const jobs = jobProcesses.map((id) => `'${id}'`).join(', ');
  return `CREATE TEMP TABLE plan AS
    SELECT n, tenant_id, kind, timed.status, started, ended, d.definition_id, process_id,
           pg_temp.id_of(started, n, 'instance') AS instance_id, pg_temp.id_of(started, n, 'element') AS element_id,
           pg_temp.id_of(started, n, 'incident') AS incident_id
    FROM (
      SELECT n, tenant_id, kind, started,
             CASE WHEN kind <> 'ended' THEN 'active' WHEN n % 33 = 0 THEN 'failed' WHEN n % 33 = 1 THEN 'terminated'
               ELSE 'completed' END AS status,
             CASE WHEN kind = 'ended' THEN started + make_interval(mins => 5 + (hashint8(n) & 8191)) END AS ended,
             CASE WHEN kind IN ('task', 'ended') THEN (ARRAY[${tasks}])[1 + (hashint8(n + 7) & 1023) % ${taskProcesses.length}]
               ELSE (ARRAY[${jobs}])[1 + n % ${jobProcesses.length}] END AS process_id
      FROM (
        SELECT n,
               CASE WHEN n % 2 = 0 THEN '${firstTenant}'
                 ELSE (ARRAY['${others.join("', '")}'])[1 + (n / 2) % ${others.length}] END AS tenant_id,
               CASE WHEN n <= ${finished} THEN 'ended' WHEN n % 50 IN (7, 8) THEN 'incident'
                 WHEN n % 50 < 6 THEN 'job' ELSE 'task' END AS kind,
               now() - make_interval(secs => CASE WHEN n <= ${finished}
                 THEN ${months * 30 * 86_400} * (1 - n::float8 / ${finished}) + 600000
                 ELSE ${6 * 30 * 86_400} * (1 - (n - ${finished})::float8 / ${open}) + 60 END) AS started
        FROM generate_series(1, ${finished + open}) AS n
      ) AS numbered
    ) AS timed
    JOIN wbpm_process_definitions d USING (tenant_id, process_id)`;
}

function templateSql(templates: Templates): string {
  const rows = Object.entries(templates).map(([kind, id]) => `('${kind}', '${id}'::uuid)`);
  return `CREATE TEMP TABLE template AS
    SELECT t.kind, t.id, i.start_time, coalesce(e.id, '00000000-0000-0000-0000-000000000000'::uuid) AS element_id
    FROM (VALUES ${rows.join(', ')}) AS t (kind, id)
    JOIN wbpm_process_instances i ON i.instance_id = t.id
    LEFT JOIN LATERAL (
      SELECT element_instance_id AS id FROM wbpm_element_instances WHERE instance_id = t.id
      UNION ALL SELECT task_id FROM wbpm_tasks WHERE process_instance_id = t.id LIMIT 1) AS e ON true`;
}

const later = (column: string) => `p.started + (r.${column} - t.start_time)`;
const user = `'user' || (hashint8(p.n) & 65535) % ${users}`;
const amountOf = '(hashint8(p.n + 3) & 65535) % 10000';
const customerOf = `'customer ' || (hashint8(p.n + 5) & 65535) % ${customers}`;

interface Copied {
  readonly name: string;
  /** The column with the id of the instance. */
  readonly key: string;
  readonly columns: Readonly<Record<string, string>>;
}

const common = {
  tenant_id: 'p.tenant_id',
  instance_id: 'p.instance_id',
  process_instance_id: 'p.instance_id',
  process_definition_id: 'p.definition_id',
  process_id: 'p.process_id',
  element_instance_id: 'p.element_id',
  task_id: 'p.element_id',
  job_id: 'p.element_id',
  incident_id: 'CASE WHEN r.incident_id IS NULL THEN NULL ELSE p.incident_id END',
  scope_id: 'CASE WHEN r.scope_id = t.id THEN p.instance_id ELSE p.element_id END',
  since: later('since'),
  created_at: later('created_at'),
  start_time: 'p.started',
  end_time: 'p.ended',
  completed_at: 'p.ended',
};

const tables: readonly Copied[] = [
  {
    name: 'wbpm_process_instances',
    key: 'instance_id',
    columns: { status: 'p.status', business_key: "'order-' || p.n" },
  },
  { name: 'wbpm_element_instances', key: 'instance_id', columns: {} },
  {
    name: 'wbpm_variables',
    key: 'instance_id',
    columns: {
      number_value: `CASE r.name WHEN 'amount' THEN ${amountOf} ELSE r.number_value END`,
      text_value: `CASE r.name WHEN 'customer' THEN ${customerOf} ELSE r.text_value END`,
      time_value: `CASE WHEN r.time_value IS NULL THEN NULL ELSE p.started + interval '30 days' END`,
      value: `CASE r.name WHEN 'amount' THEN to_json(${amountOf}) WHEN 'customer' THEN to_json(${customerOf}) ELSE r.value END`,
    },
  },
  {
    name: 'wbpm_tasks',
    key: 'process_instance_id',
    columns: {
      assignee: `CASE WHEN p.kind = 'ended' OR p.n % 10 < 3 THEN ${user} END`,
      completed_by: `CASE WHEN p.kind = 'ended' THEN ${user} END`,
      candidate_groups: `ARRAY['group' || (hashint8(p.n + 9) & 65535) % ${groups}]`,
      priority: '(hashint8(p.n + 11) & 65535) % 101',
    },
  },
  { name: 'wbpm_jobs', key: 'instance_id', columns: { due_at: later('due_at') } },
  { name: 'wbpm_incidents', key: 'instance_id', columns: { incident_id: 'p.incident_id' } },
  {
    name: 'wbpm_journal',
    key: 'instance_id',
    columns: {
      at: `CASE WHEN p.kind = 'ended' AND r.first_seq > 1 THEN p.ended ELSE ${later('at')} END`,
      events:
        'replace(replace(r.events, t.id::text, p.instance_id::text), t.element_id::text, p.element_id::text)',
    },
  },
];

/** Columns that are not named stay as the template has them. */
async function copySql(transaction: Transaction, { name, key, columns }: Copied): Promise<string> {
  const rows = await transaction.query<{ column: string }>(
    `SELECT attname::text AS column FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attidentity = '' ORDER BY attnum`,
    [name],
  );
  const own: Readonly<Record<string, string>> = { ...common, ...columns };
  const names = rows.map(({ column }) => column);
  const values = names.map((column) => own[column] ?? `r.${column}`);
  return `INSERT INTO ${name} (${names.join(', ')}) SELECT ${values.join(', ')}
    FROM pg_temp.plan p JOIN pg_temp.template t USING (kind) JOIN ${name} r ON r.${key} = t.id ORDER BY p.n`;
}
