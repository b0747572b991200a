import { once } from 'node:events';
import { z } from 'zod';
import { startBuiltServer, tokenOf } from './http.ts';
import { createHttpClient } from './http-client.ts';
import { drive, percentile, processorSeconds } from './measure.ts';
import type { Line } from './report.ts';

const listSchema = z.object({ data: z.object({ tasks: z.array(z.object({ task_id: z.string() })) }) });

const people = 200;
const groups = 20;

/**
 * 200 people, 20 groups and 2,000 open tasks of the groups. Everybody asks for their list again and again, 64 at a
 * time, while now and then a task is given to one of them: with lists kept and without.
 */
export async function benchInboxes(
  databaseUrl: string,
  databasePid: number,
  requests: number,
): Promise<Line[]> {
  const lines: Line[] = [];
  for (const ttlSeconds of [0, 300]) {
    const server = await startBuiltServer({
      DATABASE_URL: databaseUrl,
      CACHE_TTL_SECONDS: String(ttlSeconds),
    });
    const pid = server.process.pid ?? 0;
    const operator = createHttpClient(server.url, await tokenOf(), 16);
    const clients = await Promise.all(
      Array.from({ length: people }, async (_none, index) => {
        const claims = { user_id: `person_${index}`, roles: ['user'], groups: [`group_${index % groups}`] };
        return createHttpClient(server.url, await tokenOf(claims), 1);
      }),
    );
    try {
      if (ttlSeconds === 0) await fill(operator.send);
      // The node knows that it is alone after its second heartbeat at the latest.
      await new Promise((resolve) => setTimeout(resolve, 3000));
      let asked = 0;
      const ask = async (): Promise<void> => {
        const at = asked;
        asked += 1;
        const client = clients[at % people];
        const list = await client?.send('GET', '/api/v1/tasks?limit=50');
        if (at % 97 === 0)
          await operator.send('POST', `/api/v1/tasks/${firstTask(list)}/assign`, {
            assignee: `person_${at % people}`,
          });
      };
      await drive(64, people, ask);
      const before = { server: processorSeconds(pid), database: processorSeconds(databasePid) };
      const started = performance.now();
      const { sortedMs } = await drive(64, requests, ask);
      const seconds = (performance.now() - started) / 1000;
      lines.push({
        name: `lists of 50 tasks, ${ttlSeconds === 0 ? 'read each time' : 'kept'}`,
        figures: {
          'lists/s': requests / seconds,
          'p50 ms': percentile(sortedMs, 0.5),
          'p99 ms': percentile(sortedMs, 0.99),
          'server cpu ms': ((processorSeconds(pid) - before.server) * 1000) / requests,
          'database cpu ms': ((processorSeconds(databasePid) - before.database) * 1000) / requests,
        },
      });
    } finally {
      for (const client of [operator, ...clients]) client.close();
      server.process.kill('SIGTERM');
      await once(server.process, 'exit');
    }
  }
  return lines;
}

async function fill(send: ReturnType<typeof createHttpClient>['send']): Promise<void> {
  await send('POST', '/api/v1/processes', {
    name: 'bench inboxes',
    process_id: 'bench_inboxes',
    activities: [
      { id: 'start', type: 'startEvent' },
      { id: 'work', type: 'userTask', name: 'Work', candidate_groups: ['=group'] },
      { id: 'end', type: 'endEvent' },
    ],
    flows: [
      { from: 'start', to: 'work' },
      { from: 'work', to: 'end' },
    ],
  });
  let started = 0;
  await drive(16, 2000, async () => {
    const variables = { group: `group_${started % groups}` };
    started += 1;
    await send('POST', '/api/v1/processes/bench_inboxes/instances', { variables });
  });
}

function firstTask(list: unknown): string {
  return listSchema.parse(list).data.tasks[0]?.task_id ?? '';
}
