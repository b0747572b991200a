import {
  addDuration,
  broadcastSignal,
  type Command,
  type InstanceState,
  MemoryEngine,
  publishMessage,
} from '@wbpm/engine';
import { compileBpmn } from '@wbpm/notation';
import type { HostStep, StepOf } from './case.ts';
import { commandOf, migrationOf } from './command-of.ts';
import { doesNotCompile } from './does-not-compile.ts';
import type { ConformanceHost, Outcome, SeenElement } from './host.ts';
import { memoryDecisions } from './memory-decisions.ts';
import { seenInstance } from './seen-instance.ts';

const done: Outcome = { kind: 'done', result: null };

/** The engine in memory. `betweenCommands` may replace a state by what a store would give back. */
export function memoryHost(
  betweenCommands: (state: InstanceState) => InstanceState = (state) => state,
): ConformanceHost {
  const decisions = memoryDecisions();
  const engine: MemoryEngine = new MemoryEngine({
    now: Date.UTC(2030, 0, 1),
    // Scripts in FEEL and ${…} are the engine's; others need a host that confines what they may do.
    runScript: () => ({ kind: 'failed', message: 'Scripts do not run here' }),
    decide: (request) => decisions.decide(request, engine.now),
    keepsJournal: true,
    betweenCommands,
  });
  return {
    async deploy(bpmnXml) {
      const compiled = await compileBpmn(bpmnXml);
      if (compiled.kind === 'refused') throw doesNotCompile(compiled.findings);
      engine.deploy(compiled.processes);
    },
    deployDecisions: decisions.deploy,
    perform: (step, instanceId, element) => Promise.resolve(perform(engine, step, instanceId, element)),
    instances: () =>
      Promise.resolve(
        [...engine.instances.values()].map(({ state, journal }) => seenInstance(state, journal)),
      ),
  };
}

function perform(
  engine: MemoryEngine,
  step: HostStep,
  instanceId: string,
  element: SeenElement | null,
): Outcome {
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
  const command = step.do === 'migrate' ? migration(engine, step) : commandOf(step, element);
  const rejection = engine.execute(instanceId, command);
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

function migration(engine: MemoryEngine, step: StepOf<'migrate'>): Command {
  const target = engine.latest(step.process);
  if (target === null) throw new Error(`Expected process '${step.process}' to be deployed, but found none`);
  return migrationOf(step, target);
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
