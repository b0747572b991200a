import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { Job } from '@wbpm/contract';
import type { Work } from './clients.ts';

/** What somebody outside was asked to do. */
export interface Effect {
  readonly idempotencyKey: string;
  readonly jobId: string;
  readonly lockToken: string;
  readonly body: string;
}

export interface EffectServer {
  /** Every request that arrived, in the order in which they did. */
  readonly effects: readonly Effect[];
  /** Asks it to do something for the job, as a worker that calls a system outside does. */
  readonly work: Work;
  close(): Promise<void>;
}

/** How likely a request fails, and how likely it takes longer than its caller waits. */
const failingShare = 0.02;
const lateShare = 0.02;
/** How likely a worker stands still after its effect until its lease has run out. */
const slowShare = 0.01;
const patienceMs = 300;
const lateMs = 500;
const slowMs = 2600;

/** A system outside, which does not always answer, or not in time. */
export async function openEffectServer(random: () => number): Promise<EffectServer> {
  const effects: Effect[] = [];
  const server = createServer((request, response) => {
    void textOf(request).then(async (body) => {
      effects.push({
        idempotencyKey: headerOf(request, 'idempotency-key'),
        jobId: headerOf(request, 'x-job'),
        lockToken: headerOf(request, 'x-lock-token'),
        body,
      });
      const chance = random();
      if (chance < lateShare) await new Promise((resolve) => setTimeout(resolve, lateMs));
      response.writeHead(chance > 1 - failingShare ? 500 : 200).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected a TCP port, but got none');
  const url = `http://127.0.0.1:${address.port}/`;

  return {
    effects,
    async work(job) {
      const done = await asked(url, job);
      if (random() < slowShare) await new Promise((resolve) => setTimeout(resolve, slowMs));
      return done;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function asked(
  url: string,
  { job_id: id, lock_token: token, instance_id: about }: Job,
): Promise<boolean> {
  const request = {
    method: 'POST',
    headers: { 'idempotency-key': `default:${id}`, 'x-job': id, 'x-lock-token': token },
    body: about,
  };
  try {
    const answer = await fetch(url, { ...request, signal: AbortSignal.timeout(patienceMs) });
    return answer.ok;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: string[] = [];
  request.setEncoding('utf8');
  for await (const part of request) parts.push(String(part));
  return parts.join('');
}

function headerOf({ headers }: IncomingMessage, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}
