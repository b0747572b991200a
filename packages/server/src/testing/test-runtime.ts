import { randomUUID } from 'node:crypto';
import type { SimpleDefinition } from '@wbpm/contract';
import type { Command, ElementInstance, InstanceState, JsonObject } from '@wbpm/engine';
import { type Principal, principalOf } from '../access/principal.ts';
import { deployProcess } from '../processes/deploy-process.ts';
import { type TestClock, testClock } from '../runtime/clock.ts';
import type { CommandOutcome, CommandRequest } from '../runtime/command-outcome.ts';
import type { JobHandler } from '../runtime/job-work.ts';
import type { LargeValues } from '../runtime/large-values.ts';
import {
  createRuntime,
  type JobSettings,
  type Runtime,
  type RuntimeLimits,
  type RuntimeOptions,
} from '../runtime/runtime.ts';
import type { Database } from '../store/database.ts';
import { databaseNow } from '../store/database-time.ts';
import type { UseCase } from '../use-case.ts';

export const tester: Principal = principalOf(
  { tenantId: 'default', userId: 'tester', roles: ['admin'], groups: [], permissions: [] },
  'dev',
);

export interface TestRuntime {
  readonly runtime: Runtime;
  readonly clock: TestClock;
  readonly useCase: UseCase;
  /** What background work and handlers reported. */
  readonly errors: readonly unknown[];
  deploy(definition: SimpleDefinition): Promise<void>;
  start(processId: string, variables?: JsonObject): Promise<string>;
  execute(
    instanceId: string,
    command: Command,
    more?: Partial<Pick<CommandRequest, 'fence' | 'idempotency' | 'actor' | 'consumes' | 'expectedSequence'>>,
  ): Promise<CommandOutcome>;
  completeTask(instanceId: string, taskId: string, variables?: JsonObject): Promise<CommandOutcome>;
  /** The live element instances of an element, as stored. */
  waiting(instanceId: string, elementId: string): Promise<ElementInstance[]>;
  state(instanceId: string): Promise<InstanceState>;
}

export interface TestRuntimeSettings {
  readonly handlers?: ReadonlyMap<string, JobHandler>;
  readonly background?: boolean;
  readonly limits?: Partial<RuntimeLimits>;
  readonly jobs?: Partial<JobSettings>;
  readonly runScript?: RuntimeOptions['runScript'];
  readonly largeValues?: LargeValues;
  /** In place of one that goes on running. */
  readonly clock?: TestClock;
}

/** A node of its own on the database: nothing is shared with another but the rows. */
export async function openTestRuntime(
  database: Database,
  settings: TestRuntimeSettings = {},
): Promise<TestRuntime> {
  const errors: unknown[] = [];
  const clock = settings.clock ?? testClock();
  clock.synchronise(await databaseNow(database));
  const runtime = createRuntime({
    database,
    clock,
    nodeId: randomUUID(),
    runScript:
      settings.runScript ?? (() => Promise.resolve({ kind: 'failed', message: 'Scripts do not run here' })),
    jobHandlers: settings.handlers ?? new Map(),
    background: settings.background ?? false,
    onError: (error) => errors.push(error),
    ...(settings.jobs === undefined ? {} : { jobs: settings.jobs }),
    ...(settings.limits === undefined ? {} : { limits: settings.limits }),
    ...(settings.largeValues === undefined ? {} : { largeValues: settings.largeValues }),
  });
  const { tenantId, userId } = tester;

  async function state(instanceId: string): Promise<InstanceState> {
    const stored = await runtime.load({ tenantId, instanceId });
    if (stored === null) throw new Error(`Expected instance ${instanceId} to be stored, but found none`);
    return stored.state;
  }
  const execute: TestRuntime['execute'] = (instanceId, command, more) =>
    runtime.execute({
      tenantId,
      instanceId,
      actor: userId,
      command,
      respond: (after) => ({ status: after.status, sequence: after.sequence }),
      ...more,
    });

  return {
    runtime,
    clock,
    errors,
    useCase: { database, runtime, principal: tester },
    execute,
    state,
    async deploy(definition) {
      await deployProcess({ database, runtime, principal: tester }, { kind: 'list', definition });
    },
    async start(processId, variables = {}) {
      const definition = await runtime.definitions.latest(tenantId, processId);
      if (definition === null) throw new Error(`Expected process '${processId}' to be deployed`);
      const instanceId = runtime.newId();
      const outcome = await execute(instanceId, startCommand(definition, instanceId, variables));
      if (outcome.kind !== 'committed') {
        throw new Error(`Expected the start to be committed, but found ${JSON.stringify(outcome)}`);
      }
      return instanceId;
    },
    completeTask: (instanceId, taskId, variables = {}) =>
      execute(instanceId, completeCommand(taskId, variables)),
    async waiting(instanceId, elementId) {
      const { elements } = await state(instanceId);
      return [...elements.values()].filter((element) => element.elementId === elementId);
    },
  };
}

export function startCommand(
  definition: { readonly definitionId: string; readonly version: number },
  instanceId: string,
  variables: JsonObject = {},
): Command {
  const { definitionId, version } = definition;
  return {
    type: 'startInstance',
    instanceId,
    definitionId,
    version,
    businessKey: null,
    variables,
    startElementId: null,
    triggerVariables: {},
    parent: null,
  };
}

function completeCommand(taskId: string, variables: JsonObject = {}): Command {
  return {
    type: 'completeUserTask',
    elementInstanceId: taskId,
    variables,
    by: tester.userId,
    override: true,
  };
}
