import { fileURLToPath } from 'node:url';
import type { JsonObject } from '@wbpm/engine';
import { Piscina } from 'piscina';
import { createPlaces } from '../../places.ts';
import { workerEntry } from '../../worker-entry.ts';
import { failed, type ScriptOutcome, type ScriptRun } from './script-outcome.ts';

/** A thread without work is ended after this long, so an idle server keeps none. */
const idleMs = 10_000;
const maxWaiting = 1_000;
/** Of JavaScript heap; the sandbox has a memory of its own, capped separately. */
const threadHeapMb = 64;

export interface ScriptPool {
  /** Never rejects: whatever happens to the script or its thread is a failed outcome. */
  run(source: string, variables: JsonObject): Promise<ScriptOutcome>;
  /** Ends the threads. Scripts still running or waiting fail. */
  close(): Promise<void>;
}

/**
 * Runs scripts in threads, at most `maxThreads` at once, the first of which starts with the first
 * script. A thread that has not answered after `wallClockMs` is killed and the next script gets
 * another; the clock covers the start of a cold thread, not the wait for a free one.
 */
export function createScriptPool(limits: {
  readonly wallClockMs: number;
  readonly maxThreads: number;
}): ScriptPool {
  let threads: Piscina<ScriptRun, ScriptOutcome> | null = null;
  let closed = false;
  const places = createPlaces(limits.maxThreads);

  async function inThread(run: ScriptRun): Promise<ScriptOutcome> {
    if (closed) return failed('the script was not run: the server is stopping');
    threads ??= startThreads(limits.maxThreads);
    const clock = new AbortController();
    const timer = setTimeout(() => clock.abort(), limits.wallClockMs);
    try {
      return await threads.run(run, { signal: clock.signal });
    } catch (error) {
      if (clock.signal.aborted) return failed(`the script was stopped after ${limits.wallClockMs} ms`);
      return failed(`the script's thread ended: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    run(source, variables) {
      if (places.waiting >= maxWaiting) {
        return Promise.resolve(failed(`the script was not run: ${maxWaiting} others are waiting`));
      }
      return places.run(() => inThread({ source, variables }));
    },
    async close() {
      closed = true;
      await threads?.destroy();
    },
  };
}

function startThreads(maxThreads: number): Piscina<ScriptRun, ScriptOutcome> {
  const { url, execArgv } = workerEntry(import.meta.url, 'script-worker');
  return new Piscina<ScriptRun, ScriptOutcome>({
    filename: fileURLToPath(url),
    name: 'runInThread',
    execArgv,
    minThreads: 0,
    maxThreads,
    idleTimeout: idleMs,
    concurrentTasksPerWorker: 1,
    resourceLimits: { maxOldGenerationSizeMb: threadHeapMb },
    env: {},
    recordTiming: false,
  });
}
