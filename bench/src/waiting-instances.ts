import type { Database } from '@wbpm/server';
import { v7 as uuidv7 } from 'uuid';
import { openBenchRuntime, startCommand } from './bench-runtime.ts';
import { tenantId } from './deploy.ts';
import { drive } from './measure.ts';
import type { Deployed } from './storm-processes.ts';
import { after } from './storm-watch.ts';

const callers = 64;

/** Starts instances by a runtime in this process, so that the servers come to them as to strangers. */
export async function startWaiting(
  database: Database,
  { definitionId, version }: Deployed,
  count: number,
  variablesOf: (index: number) => Readonly<Record<string, string | number>>,
): Promise<void> {
  const runtime = openBenchRuntime(database, {
    limits: { cacheSize: 1 },
  });
  let next = 0;
  await drive(callers, count, async () => {
    const instanceId = uuidv7();
    const variables = variablesOf(next);
    next += 1;
    const outcome = await untilAccepted(() =>
      runtime.execute({
        tenantId,
        instanceId,
        actor: 'bench',
        command: startCommand({ instanceId, definitionId, version, variables }),
        respond: () => ({}),
      }),
    );
    if (outcome.kind !== 'committed') throw new Error(JSON.stringify(outcome));
  });
  await runtime.stop();
}

const pauseMs = 100;

/** A runtime that has too much to do says so; then it is asked again a moment later. */
async function untilAccepted<Result>(ask: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'OverloadedError') throw error;
      await after(pauseMs);
    }
  }
}
