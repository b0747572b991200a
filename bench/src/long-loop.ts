import { MemoryEngine } from '@wbpm/engine';
import type { Database, Runtime } from '@wbpm/server';
import { v7 as uuidv7 } from 'uuid';
import { createScriptPool } from '../../packages/server/src/runtime/scripts/script-pool.ts';
import { openBenchRuntime, startCommand } from './bench-runtime.ts';
import { deployModel, deployOneTask, tenantId } from './deploy.ts';
import { counting, type ScriptKind } from './large-models.ts';
import { percentile } from './measure.ts';
import type { Line } from './report.ts';

/** A gateway, a script and a gateway each time. */
const stepsPerLoop = 3;

/** One instance that loops for long. Memory after a tenth of it, and its peak after that. */
export function loopInMemory(kind: Exclude<ScriptKind, 'javascript'>, loops: number): Line {
  const engine = new MemoryEngine({
    now: 0,
    limits: { stepsPerTurn: 1000, stepsWithoutWait: loops * stepsPerLoop + 1000 },
    runScript: () => ({ kind: 'failed', message: 'Scripts do not run here' }),
    decide: () => ({ kind: 'failed', message: 'Decisions are not made here' }),
  });
  const [definition] = engine.deploy([counting(kind).model]);
  if (definition === undefined) throw new Error('Expected a definition');
  const run = (to: number): number => {
    const instance = engine.start(definition, { variables: { n: 0, to } });
    if (!('state' in instance) || instance.state.status !== 'completed') throw new Error('Expected the end');
    return residentMiB();
  };
  const earlyMiB = run(loops / 10);
  const began = performance.now();
  const peakMiB = run(loops);
  const seconds = (performance.now() - began) / 1000;
  return { name: `${loops} loops, in memory, ${kind}`, figures: { seconds, earlyMiB, peakMiB } };
}

/** Besides: what others notice, the 99th percentile of starting a small instance alone and meanwhile. */
export async function loopDurable(
  store: string,
  database: Database,
  kind: ScriptKind,
  loops: number,
): Promise<Line> {
  const scripts = createScriptPool({ wallClockMs: 3000, maxThreads: 2 });
  const runtime = openBenchRuntime(database, {
    runScript: (source, variables) => scripts.run(source, variables),
    limits: { stepsWithoutWait: loops * stepsPerLoop + 1000, answerWithinMs: Number.POSITIVE_INFINITY },
  });
  const small = await deployOneTask(database);
  const looping = await deployModel(database, counting(kind).model);
  const alone = await startsUntil(runtime, small, after(5000));
  const began = performance.now();
  const run = start(runtime, looping, { n: 0, to: loops });
  const memory = watchMemory();
  const meanwhile = await startsUntil(runtime, small, run);
  const status = await run;
  const seconds = (performance.now() - began) / 1000;
  const { earlyMiB, peakMiB } = memory.stop();
  await runtime.stop();
  await scripts.close();
  if (status !== 'completed') throw new Error(`Expected the end, but found ${status}`);
  return {
    name: `${loops} loops, durable, ${store}, ${kind}`,
    figures: {
      seconds,
      earlyMiB,
      peakMiB,
      startAloneP99Ms: percentile(alone, 0.99),
      startMeanwhileP99Ms: percentile(meanwhile, 0.99),
    },
  };
}

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function start(runtime: Runtime, definitionId: string, variables: { readonly [name: string]: number }) {
  const instanceId = uuidv7();
  let status = '';
  const outcome = await runtime.execute({
    tenantId,
    instanceId,
    actor: 'bench',
    command: startCommand({ instanceId, definitionId, variables }),
    respond: (state) => {
      ({ status } = state);
      return {};
    },
  });
  if (outcome.kind !== 'committed') throw new Error(JSON.stringify(outcome));
  return status;
}

/** Starts one small instance after the other, a hundred a second at most; the time each took, sorted. */
async function startsUntil(runtime: Runtime, definitionId: string, end: Promise<unknown>) {
  const ended = new AbortController();
  const over = end.finally(() => ended.abort());
  const times: number[] = [];
  while (!ended.signal.aborted) {
    const began = performance.now();
    await start(runtime, definitionId, { order_id: 42 });
    times.push(performance.now() - began);
    await after(10);
  }
  await over;
  return times.sort((a, b) => a - b);
}

const sampleMs = 500;

function watchMemory(): { stop(): { readonly earlyMiB: number; readonly peakMiB: number } } {
  const samples: number[] = [];
  const timer = setInterval(() => samples.push(residentMiB()), sampleMs);
  return {
    stop() {
      clearInterval(timer);
      const early = Math.floor(samples.length / 10);
      return {
        earlyMiB: Math.max(0, ...samples.slice(0, early + 1)),
        peakMiB: Math.max(0, ...samples.slice(early)),
      };
    },
  };
}

function residentMiB(): number {
  return Math.round(process.memoryUsage.rss() / 2 ** 20);
}
