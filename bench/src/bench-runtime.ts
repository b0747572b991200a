import type { Command } from '@wbpm/engine';
import {
  createRuntime,
  type Database,
  type Runtime,
  type RuntimeOptions,
  startUpkeep,
  systemClock,
} from '@wbpm/server';

/**
 * A runtime that does what is asked of it and nothing by itself; `more` is what a measurement needs beside. Its
 * tables are looked after as a server does it.
 */
export function openBenchRuntime(database: Database, more: Partial<RuntimeOptions> = {}): Runtime {
  const upkeep = startUpkeep(database, fail);
  const runtime = createRuntime({
    database,
    clock: systemClock(),
    nodeId: 'bench',
    runScript: () => Promise.reject(new Error('Expected no script')),
    jobHandlers: new Map(),
    background: false,
    onError: fail,
    ...more,
    onCommit(report) {
      more.onCommit?.(report);
      upkeep.changed();
    },
  });
  const stop = runtime.stop.bind(runtime);
  runtime.stop = async (patienceMs) => {
    await stop(patienceMs);
    await upkeep.stop();
  };
  return runtime;
}

function fail(error: unknown): never {
  throw error;
}

type StartInstance = Extract<Command, { readonly type: 'startInstance' }>;

/** The command that starts an instance at its plain start event. */
export function startCommand(
  of: Pick<StartInstance, 'instanceId' | 'definitionId' | 'variables'> & { readonly version?: number },
): StartInstance {
  return {
    type: 'startInstance',
    version: 1,
    businessKey: null,
    startElementId: null,
    triggerVariables: {},
    parent: null,
    ...of,
  };
}
