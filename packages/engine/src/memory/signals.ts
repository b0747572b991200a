import { evaluate } from '../expression/evaluate.ts';
import type { JsonObject } from '../model/json.ts';
import { startTriggersOf } from '../model/start-triggers.ts';
import type { Processes } from './processes.ts';
import { waitingAtStart } from './start-timers.ts';

/** The instance a signal comes from, and the id of the throw. */
interface Thrower {
  readonly instanceId: string;
  readonly signalId: string;
}

/**
 * Everybody who waits for the signal receives it, and every process that starts by it starts; returns their
 * instances. Its thrower has had it already, and it is not kept for who subscribes after the throw.
 */
export function broadcastSignal(
  engine: Processes,
  name: string,
  variables: JsonObject,
  thrower: Thrower | null = null,
): readonly string[] {
  const waiting = engine.live().flatMap(({ state }) => {
    if (state.status !== 'active' || state.instanceId === thrower?.instanceId) return [];
    return [...state.subscriptions.values()]
      .filter(
        ({ id, awaited }) =>
          awaited.kind === 'signal' && awaited.name === name && (thrower === null || id < thrower.signalId),
      )
      .map(({ id }) => ({ instanceId: state.instanceId, subscriptionId: id }));
  });
  const starting = startedBy(engine, name);
  const reached = waiting.flatMap(({ instanceId, subscriptionId }) => {
    const rejection = engine.execute(instanceId, { type: 'receiveSignal', subscriptionId, variables });
    return rejection === null ? [instanceId] : [];
  });
  const started = starting.flatMap(({ definition, elementId, triggerIndex }) => {
    const start = { startElementId: elementId, startTriggerIndex: triggerIndex };
    const instance = engine.start(definition, { ...start, triggerVariables: variables });
    return 'state' in instance ? [instance.state.instanceId] : [];
  });
  return [...reached, ...started];
}

/** Not where an instance waits for just this trigger: then that one hears it. */
function startedBy(engine: Processes, name: string) {
  const context = { variables: {}, now: engine.now };
  const latest = [...engine.definitions.values()].flatMap((versions) => versions.at(-1) ?? []);
  return latest.flatMap((definition) =>
    startTriggersOf(definition.graph).flatMap(({ elementId, triggerIndex, trigger }) => {
      if (trigger.kind !== 'signal' || evaluate(trigger.name, context) !== name) return [];
      const start = { definition, elementId, triggerIndex };
      return waitingAtStart(engine, start).length > 0 ? [] : [start];
    }),
  );
}
