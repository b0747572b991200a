import type { Command } from '@wbpm/engine';
import { createRuntime, type Database, type Runtime, type RuntimeOptions, systemClock } from '@wbpm/server';

/** A runtime that does what is asked of it and nothing by itself; `more` is what a measurement needs beside. */
export function openBenchRuntime(database: Database, more: Partial<RuntimeOptions> = {}): Runtime {
  return createRuntime({
    database,
    clock: systemClock(),
    nodeId: 'bench',
    runScript: () => Promise.reject(new Error('Expected no script')),
    jobHandlers: new Map(),
    background: false,
    onError: (error) => {
      throw error;
    },
    ...more,
  });
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
