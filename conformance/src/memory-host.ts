import { addDuration, broadcastSignal, type InstanceState, MemoryEngine, publishMessage } from '@wbpm/engine';
import { compileBpmn } from '@wbpm/notation';
import type { Step, StepOf } from './case.ts';
import { commandOf } from './command-of.ts';
import type { ConformanceHost, Outcome, SeenElement } from './host.ts';
import { seenInstance } from './seen-instance.ts';

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
      Promise.resolve(
        [...engine.instances.values()].map(({ state, journal }) => seenInstance(state, journal)),
      ),
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
  const rejection = engine.execute(instanceId, commandOf(step, element));
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
