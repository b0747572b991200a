import { z } from 'zod';
import { customers, groups, tenants, users } from './history-fill.ts';
import { jobProcesses, jobType, taskProcesses } from './history-templates.ts';
import { tokenOf } from './http.ts';
import { createHttpClient, type HttpClient } from './http-client.ts';
import { percentile } from './measure.ts';
import type { Line } from './report.ts';

/** A list or search; `path` gives the one of the nth call. */
interface Asked {
  readonly name: string;
  readonly path: (call: number) => string;
  /** Everything is seen by an operator; a user sees tasks of one group. */
  readonly as?: 'user';
  /** Each call asks for the page behind the one before it. */
  readonly pages?: true;
}

/** Instances of the first tenants to ask for by id. */
interface KnownIds {
  readonly open: readonly string[];
  readonly finished: readonly string[];
}

const listed = z.object({ data: z.object({ next_cursor: z.string().nullable().optional() }).loose() });
const instanceList = z.object({
  data: z.object({ instances: z.array(z.object({ instance_id: z.string() })) }),
});

const pick = <Item>(items: readonly Item[], call: number): Item => {
  const item = items[(call * 7919) % items.length];
  if (item === undefined) throw new Error('Expected something to pick from');
  return item;
};

function instanceLists(archived: string): Asked[] {
  const list = (query: string) => `/api/v1/instances?${query}${archived}`;
  const asked: Asked[] = [
    { name: 'newest', path: () => list('limit=50') },
    { name: 'page after page', path: () => list('limit=200'), pages: true },
    { name: 'of a process', path: (call) => list(`process_id=${pick(taskProcesses, call)}`) },
    { name: 'of a process, page after page', path: () => list('process_id=order_3'), pages: true },
    { name: 'by business key', path: (call) => list(`business_key=order-${call * 977}`) },
    { name: 'amount = n', path: (call) => list(`variable=amount:eq:${call * 97}`) },
    { name: 'amount > 9990', path: () => list('variable=amount:gt:9990') },
    { name: 'amount >= 10', path: () => list('variable=amount:ge:10') },
    { name: 'amount <> n', path: (call) => list(`variable=amount:ne:${call}`) },
    {
      name: 'customer = text',
      path: (call) => list(`variable=customer:eq:customer ${pick([1, 7, 99, 4000], call) % customers}`),
    },
    { name: 'customer like prefix', path: (call) => list(`variable=customer:like:customer ${call % 90}%25`) },
    { name: 'customer like infix', path: (call) => list(`variable=customer:like:%25${4000 + (call % 900)}`) },
    {
      name: 'due < time',
      path: () => list(`variable=due:lt:${new Date(Date.now() - 100 * 86_400_000).toISOString()}`),
    },
    { name: 'approved = true', path: () => list('variable=approved:eq:true') },
    {
      name: 'two variables',
      path: (call) => list(`variable=customer:eq:customer ${call}&variable=amount:gt:5000`),
    },
  ];
  const statuses = ['completed', 'failed', 'terminated', ...(archived === '' ? ['active', 'suspended'] : [])];
  for (const status of statuses) {
    asked.push(
      { name: status, path: () => list(`status=${status}`) },
      {
        name: `${status} of a process`,
        path: (call) => list(`status=${status}&process_id=${pick(taskProcesses, call)}`),
      },
      { name: `${status}, amount = n`, path: (call) => list(`status=${status}&variable=amount:eq:${call}`) },
      { name: `${status}, amount > 5000`, path: () => list(`status=${status}&variable=amount:gt:5000`) },
    );
  }
  return asked.map((each) => ({
    ...each,
    name: `${archived === '' ? 'instances' : 'archive'}: ${each.name}`,
  }));
}

function taskLists({ open, finished }: KnownIds): Asked[] {
  const list = (query: string) => `/api/v1/tasks?${query}`;
  const asked: Asked[] = [];
  for (const as of [undefined, 'user'] as const) {
    for (const status of ['active', 'completed', 'terminated']) {
      const of = (query: string) => list(`status=${status}${query}`);
      const own: Asked[] = [
        { name: '', path: () => of('') },
        { name: ', page after page', path: () => of('&limit=200'), pages: true },
        { name: ' of a process', path: (call) => of(`&process_id=${pick(taskProcesses, call)}`) },
        { name: ' of a process without any', path: () => of(`&process_id=${jobProcesses[0]}`) },
        { name: ' of an element', path: () => of('&element_id=work') },
        { name: ' of an element without any', path: () => of('&element_id=none') },
        { name: ' of an assignee', path: (call) => of(`&assignee=user${call % users}`) },
        {
          name: ' of an instance',
          path: (call) => of(`&instance_id=${pick(status === 'active' ? open : finished, call)}`),
        },
      ];
      for (const each of own) {
        const name = `tasks${as === undefined ? '' : ' of a user'}: ${status}${each.name}`;
        asked.push({ ...each, name, ...(as === undefined ? {} : { as }) });
      }
    }
  }
  return asked;
}

function otherLists({ open, finished }: KnownIds): Asked[] {
  const each: Asked[] = [
    { name: 'processes', path: () => '/api/v1/processes?limit=200' },
    { name: 'process', path: (call) => `/api/v1/processes/${pick(taskProcesses, call)}` },
    { name: 'versions', path: (call) => `/api/v1/processes/${pick(taskProcesses, call)}/versions` },
    { name: 'batches', path: () => '/api/v1/batches' },
  ];
  for (const status of ['open', 'resolved']) {
    const list = (query: string) => `/api/v1/incidents?status=${status}${query}`;
    each.push(
      { name: `incidents: ${status}`, path: () => list('') },
      { name: `incidents: ${status}, page after page`, path: () => list('&limit=200'), pages: true },
      {
        name: `incidents: ${status} of a process`,
        path: (call) => list(`&process_id=${pick(jobProcesses, call)}`),
      },
      {
        name: `incidents: ${status} of an instance`,
        path: (call) => list(`&instance_id=${pick(open, call)}`),
      },
    );
  }
  each.push(
    { name: 'jobs', path: () => '/api/v1/jobs?' },
    { name: 'jobs: page after page', path: () => '/api/v1/jobs?limit=200', pages: true },
    { name: 'jobs: of a type', path: () => `/api/v1/jobs?type=${jobType}` },
    { name: 'jobs: of a type without any', path: () => '/api/v1/jobs?type=none' },
    { name: 'jobs: of an instance', path: (call) => `/api/v1/jobs?instance_id=${pick(open, call)}` },
  );
  for (const status of ['available', 'waiting', 'locked', 'failed', 'suspended']) {
    each.push({ name: `jobs: ${status}`, path: () => `/api/v1/jobs?status=${status}` });
  }
  for (const [name, ids] of Object.entries({ open, finished })) {
    each.push(
      { name: `instance, ${name}`, path: (call) => `/api/v1/instances/${pick(ids, call)}` },
      { name: `activities, ${name}`, path: (call) => `/api/v1/instances/${pick(ids, call)}/activities?` },
      { name: `journal, ${name}`, path: (call) => `/api/v1/instances/${pick(ids, call)}/journal?` },
      { name: `past state, ${name}`, path: (call) => `/api/v1/instances/${pick(ids, call)}/state?at_seq=2` },
    );
  }
  return each;
}

/** Ids of the first tenant, some from every page there is up to a depth. */
export async function knownIds(client: HttpClient): Promise<KnownIds> {
  const of = async (query: string): Promise<string[]> => {
    const ids: string[] = [];
    let cursor = '';
    for (let page = 0; page < 10; page += 1) {
      const answer = await client.send('GET', `/api/v1/instances?limit=200&${query}${cursor}`);
      ids.push(...instanceList.parse(answer).data.instances.map((instance) => instance.instance_id));
      const next = listed.parse(answer).data.next_cursor;
      if (next === null || next === undefined) break;
      cursor = `&cursor=${next}`;
    }
    return ids;
  };
  return { open: await of('status=active'), finished: await of('status=completed') };
}

export function everyList(ids: KnownIds): readonly Asked[] {
  return [...instanceLists(''), ...taskLists(ids), ...otherLists(ids)];
}

export function archiveLists(): readonly Asked[] {
  return instanceLists('&archived=true');
}

/** Times of each list, one caller, the tenants in turn where no id binds it to the first. */
export async function listTimes(url: string, lists: readonly Asked[], calls: number): Promise<Line[]> {
  const clients = new Map<string, HttpClient>();
  for (const tenant of tenants) {
    const operator = { tenant_id: tenant, user_id: 'bench' };
    clients.set(tenant, createHttpClient(url, await tokenOf(operator), 1));
    const user = { tenant_id: tenant, user_id: 'user5', roles: ['user'], groups: [`group${groups - 1}`] };
    clients.set(`${tenant} user`, createHttpClient(url, await tokenOf(user), 1));
  }
  const lines: Line[] = [];
  for (const asked of lists) lines.push(await timesOf(asked, clients, calls));
  for (const client of clients.values()) client.close();
  return lines;
}

async function timesOf(asked: Asked, clients: ReadonlyMap<string, HttpClient>, calls: number): Promise<Line> {
  const times: number[] = [];
  let cursor: string | null | undefined = null;
  for (let call = 0; call < calls; call += 1) {
    const path = asked.path(call);
    const bound = asked.pages === true || /[0-9a-f]{8}-[0-9a-f]{4}-7/.test(path);
    const tenant = bound ? tenants[0] : (tenants[call % tenants.length] ?? tenants[0]);
    const client = clients.get(asked.as === 'user' ? `${tenant} user` : tenant);
    if (client === undefined) throw new Error('Expected a client');
    const paged = typeof cursor === 'string' ? `${path}&cursor=${cursor}` : path;
    const started = performance.now();
    const answer = await client.send('GET', paged.replaceAll(' ', '%20'));
    times.push(performance.now() - started);
    if (asked.pages === true) cursor = listed.parse(answer).data.next_cursor;
  }
  times.sort((a, b) => a - b);
  return {
    name: asked.name,
    figures: { p50Ms: percentile(times, 0.5), p95Ms: percentile(times, 0.95), worstMs: times.at(-1) ?? null },
  };
}
