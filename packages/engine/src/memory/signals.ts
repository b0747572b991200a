import { evaluate } from '../expression/evaluate.ts';
import type { JsonObject } from '../model/json.ts';
import { startTriggersOf } from '../model/start-triggers.ts';
import type { Processes } from './processes.ts';

/**
 * `before`: the id of the throw; a signal is not kept for who subscribes after it.
 * Everybody who waits for the signal receives it, and every process that starts by it starts; returns their instances. */
export function broadcastSignal(
  engine: Processes,
  name: string,
  variables: JsonObject,
  before: string | null = null,
): readonly string[] {
  const waiting = engine.live().flatMap(({ state }) => {
    if (state.status !== 'active') return [];
    return [...state.subscriptions.values()]
      .filter(
        ({ id, awaited }) =>
          awaited.kind === 'signal' && awaited.name === name && (before === null || id < before),
      )
      .map(({ id }) => ({ instanceId: state.instanceId, subscriptionId: id }));
  });
  const reached = waiting.flatMap(({ instanceId, subscriptionId }) => {
    const rejection = engine.execute(instanceId, { type: 'receiveSignal', subscriptionId, variables });
    return rejection === null ? [instanceId] : [];
  });
  return [...reached, ...startedBy(engine, name, variables)];
}

function startedBy(engine: Processes, name: string, variables: JsonObject): string[] {
  const context = { variables: {}, now: engine.now };
  const latest = [...engine.definitions.values()].flatMap((versions) => versions.at(-1) ?? []);
  return latest.flatMap((definition) =>
    startTriggersOf(definition.graph).flatMap(({ elementId, trigger }) => {
      if (trigger.kind !== 'signal' || evaluate(trigger.name, context) !== name) return [];
      const started = engine.start(definition, { startElementId: elementId, triggerVariables: variables });
      return 'state' in started ? [started.state.instanceId] : [];
    }),
  );
}
