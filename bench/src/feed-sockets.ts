import { once } from 'node:events';
import { WebSocket } from 'ws';
import { tokenOf } from './http.ts';

/** What a process full of feeds is asked to open: one a user, ten tenants. */
export interface OpenFeeds {
  readonly url: string;
  /** Instances that are followed, by tenant: one feed each. */
  readonly followed: readonly (readonly [tenantId: string, instanceId: string])[];
  /** Feeds that follow something where nothing happens. */
  readonly idle: readonly string[];
}

/** What the feeds have heard. Times in epoch milliseconds. */
export interface HeardByFeeds {
  readonly updates: readonly (readonly [instanceId: string, at: number])[];
  readonly taskUpdates: number;
  readonly resyncs: number;
  readonly errors: readonly string[];
  readonly closed: number;
}

const openingAtOnce = 50;

const updates: [string, number][] = [];
const errors: string[] = [];
let taskUpdates = 0;
let resyncs = 0;
let closed = 0;

/** Run as a process of its own, which keeps what clients need out of what the server is measured by. */
process.on('message', (asked: OpenFeeds | 'report') => {
  if (asked !== 'report') {
    void openAll(asked).then(() => process.send?.('open'));
    return;
  }
  const heard: HeardByFeeds = { updates, taskUpdates, resyncs, errors, closed };
  process.send?.(heard, () => process.exit(0));
});

async function openAll({ url, followed, idle }: OpenFeeds): Promise<void> {
  const feeds = [...followed, ...idle.map((tenantId, index) => [tenantId, `idle-${index}`] as const)];
  let next = 0;
  await Promise.all(
    Array.from({ length: openingAtOnce }, async () => {
      for (;;) {
        const feed = feeds[next];
        if (feed === undefined) return;
        const userId = `${process.pid}-${next}`;
        next += 1;
        await open(url, userId, ...feed);
      }
    }),
  );
}

async function open(url: string, userId: string, tenantId: string, id: string): Promise<void> {
  const token = await tokenOf({ tenant_id: tenantId, user_id: userId });
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/${userId}`, ['wbpm.v1', `bearer.${token}`], {
    perMessageDeflate: false,
  });
  socket.on('close', () => {
    closed += 1;
  });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'subscribe_process', process_id: id }));
  socket.send(JSON.stringify({ type: 'resume' }));
  await once(socket, 'message');
  socket.on('message', (data: Buffer) => {
    const at = performance.timeOrigin + performance.now();
    const text = data.toString();
    const { type } = JSON.parse(text) as { readonly type: string };
    if (type === 'process_update') updates.push([id, at]);
    else if (type === 'task_update') taskUpdates += 1;
    else if (type === 'resync') resyncs += 1;
    else if (type === 'error') errors.push(text);
  });
}
