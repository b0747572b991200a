import {
  addDuration,
  broadcastSignal,
  type Command,
  type InstanceState,
  type JournalEntry,
  MemoryEngine,
  publishMessage,
} from '@wbpm/engine';
import { compileBpmn } from '@wbpm/notation';
import type { Step, StepOf } from './case.ts';
import type { ConformanceHost, Outcome, SeenElement, SeenInstance } from './host.ts';

const done: Outcome = { kind: 'done', result: null };

/** The engine in memory. `betweenCommands` may replace a state by what a store would give back. */
export function memoryHost(
  betweenCommands: (state: InstanceState) => InstanceState = (state) => state,
): ConformanceHost {
  const engine = new MemoryEngine({
    now: Date.UTC(2030, 0, 1),
    runScript: () => ({
      kind: 'failed',
      message: 'Expected a script in FEEL or ${…}; this host runs no other',
    }),
    decide: () => ({ kind: 'failed', message: 'Expected no decision; this host has none' }),
    betweenCommands,
  });
  return {
    async deploy(bpmnXml) {
      const compiled = await compileBpmn(bpmnXml);
      if (compiled.kind === 'refused') {
        throw new Error(compiled.findings.map(({ rule, message }) => `${rule}: ${message}`).join('\n'));
      }
      engine.deploy(compiled.processes);
    },
    perform: (step, instanceId, element) => Promise.resolve(perform(engine, step, instanceId, element)),
    instances: () =>
      Promise.resolve([...engine.instances.values()].map(({ state, journal }) => seen(state, journal))),
  };
}

function perform(engine: MemoryEngine, step: Step, instanceId: string, element: SeenElement | null): Outcome {
  if (step.do === 'start') return start(engine, step);
  if (step.do === 'message') return message(engine, step);
  if (step.do === 'signal') {
    broadcastSignal(engine, step.name, step.variables ?? {});
    return done;
  }
  if (step.do === 'advance') {
    engine.advanceTo(addDuration(engine.now, step.by));
    return done;
  }
  const rejection = engine.execute(instanceId, commandOf(engine, step, instanceId, element));
  return rejection === null ? done : { kind: 'refused', message: rejection.message };
}

function start(engine: MemoryEngine, step: StepOf<'start'>): Outcome {
  const definition = engine.latest(step.process);
  if (definition === null) return { kind: 'refused', message: `no process ${step.process}` };
  const started = engine.start(definition, {
    variables: step.variables ?? {},
    businessKey: step.businessKey ?? null,
    startElementId: step.at ?? null,
  });
  return 'state' in started ? done : { kind: 'refused', message: started.message };
}

function message(engine: MemoryEngine, step: StepOf<'message'>): Outcome {
  const until = step.timeToLive === undefined ? null : addDuration(engine.now, step.timeToLive);
  const { name, key, variables, businessKey } = step;
  const published = {
    name,
    correlationKey: key ?? null,
    variables: variables ?? {},
    businessKey: businessKey ?? null,
  };
  return { kind: 'done', result: publishMessage(engine, published, until).result };
}

type CommandStep = Exclude<Step, { do: 'start' | 'message' | 'signal' | 'advance' }>;

function commandOf(
  engine: MemoryEngine,
  step: CommandStep,
  instanceId: string,
  element: SeenElement | null,
): Command {
  const elementInstanceId = element?.elementInstanceId ?? '';
  const variables = 'variables' in step ? (step.variables ?? {}) : {};
  switch (step.do) {
    case 'completeTask':
      return { type: 'completeUserTask', elementInstanceId, variables, by: 'ann', override: true };
    case 'taskError':
      return {
        type: 'throwUserTaskError',
        elementInstanceId,
        errorCode: step.code,
        message: null,
        variables,
      };
    case 'escalateTask':
      return { type: 'escalateUserTask', elementInstanceId, escalationCode: step.code, variables };
    case 'completeJob':
      return { type: 'completeJob', elementInstanceId, variables };
    case 'failJob':
      return {
        type: 'failJob',
        elementInstanceId,
        message: 'failed',
        retries: step.retries ?? null,
        retryAfterMs: 0,
      };
    case 'jobError':
      return { type: 'throwJobError', elementInstanceId, errorCode: step.code, message: null, variables };
    case 'trigger':
      return { type: 'triggerElement', elementInstanceId, variables };
    case 'activateAdHoc':
      return { type: 'activateAdHoc', elementInstanceId, elementIds: step.elements, variables };
    case 'completeAdHoc':
      return { type: 'completeAdHoc', elementInstanceId };
    case 'setVariables':
      return { type: 'setVariables', variables };
    case 'resolveIncident': {
      const incidentId =
        engine.instances.get(instanceId)?.state.elements.get(elementInstanceId)?.incidentId ?? '';
      return { type: 'resolveIncident', incidentId, retries: null, variables };
    }
    case 'cancel':
      return { type: 'cancelInstance', reason: null };
    case 'suspend':
      return { type: 'suspendInstance' };
    case 'resume':
      return { type: 'resumeInstance' };
  }
}

function seen(state: InstanceState, journal: readonly JournalEntry[]): SeenInstance {
  return {
    instanceId: state.instanceId,
    status: state.status,
    variables: { ...state.variables.get(state.instanceId) },
    events: journal.flatMap(({ events }) => events),
    elements: [...state.elements.values()].map(({ id, elementId, wait }) => ({
      elementInstanceId: id,
      elementId,
      wait: wait?.kind ?? null,
      variables: { ...state.variables.get(id) },
    })),
    subscriptions: [...state.subscriptions.values()].map(({ elementId, awaited }) => ({
      elementId,
      kind: awaited.kind,
    })),
    incidents: [...state.incidents.values()].map(({ id, elementId, code }) => ({
      incidentId: id,
      elementId,
      code,
    })),
  };
}
