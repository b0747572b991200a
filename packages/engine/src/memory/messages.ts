import { evaluate } from '../expression/evaluate.ts';
import type { Json } from '../model/json.ts';
import { startTriggersOf } from '../model/start-triggers.ts';
import type { Deployed, MemoryInstance, Message, Processes } from './processes.ts';

export interface Delivery {
  readonly result: 'correlated' | 'started' | 'buffered' | 'none';
  readonly instanceIds: readonly string[];
}

/** One receiver, or one new instance, or the buffer until `until`, or nobody. */
export function publishMessage(engine: Processes, message: Message, until: number | null = null): Delivery {
  const receiver = receiversOf(engine, message)[0];
  if (receiver !== undefined) {
    const { instance, subscriptionId } = receiver;
    engine.execute(instance.state.instanceId, {
      type: 'receiveMessage',
      subscriptionId,
      variables: message.variables,
    });
    return { result: 'correlated', instanceIds: [instance.state.instanceId] };
  }
  const started = startBy(engine, message);
  if (started !== null) return { result: 'started', instanceIds: [started] };
  if (until === null) return { result: 'none', instanceIds: [] };
  engine.buffered.push({ message, until });
  return { result: 'buffered', instanceIds: [] };
}

/** The id of the instance the message starts; null: it starts none. */
function startBy(engine: Processes, message: Message): string | null {
  const starting = startedBy(engine, message);
  if (starting === null) return null;
  const started = engine.start(starting.definition, {
    startElementId: starting.elementId,
    startTriggerIndex: starting.triggerIndex,
    triggerVariables: message.variables,
    businessKey: message.businessKey ?? null,
    ...(message.conversationId == null ? {} : { conversationId: message.conversationId }),
  });
  return 'state' in started ? started.state.instanceId : null;
}

/** What was just deployed starts with the messages that wait for it, the oldest first. */
export function startByBuffered(engine: Processes): void {
  for (const kept of [...engine.buffered]) {
    const index = engine.buffered.indexOf(kept);
    // Another one of them may have been taken by an instance that this loop has started.
    if (index < 0 || kept.until <= engine.now || startedBy(engine, kept.message) === null) continue;
    engine.buffered.splice(index, 1);
    publishMessage(engine, kept.message, kept.until);
  }
}

interface Receiver {
  readonly instance: MemoryInstance;
  readonly subscriptionId: string;
}

/** Everybody the message is meant for: the thrower's partners first, then the oldest subscription. */
function receiversOf(engine: Processes, message: Message): Receiver[] {
  const found = engine.live().flatMap((instance) => {
    if (instance.state.status !== 'active' || !isMeantFor(message, instance)) return [];
    return [...instance.state.subscriptions.values()].flatMap(({ id, awaited }) => {
      if (awaited.kind !== 'message' || awaited.name !== message.name) return [];
      if (awaited.correlationKey !== null && awaited.correlationKey !== message.correlationKey) return [];
      return [{ instance, subscriptionId: id }];
    });
  });
  const partner = ({ instance }: Receiver) => Number(instance.conversationId !== message.conversationId);
  return found.sort((a, b) => partner(a) - partner(b) || (a.subscriptionId < b.subscriptionId ? -1 : 1));
}

function isMeantFor({ businessKey, instanceId, correlation }: Message, { state }: MemoryInstance): boolean {
  if (businessKey != null && state.businessKey !== businessKey) return false;
  if (instanceId != null && state.instanceId !== instanceId) return false;
  const variables = state.variables.get(state.instanceId) ?? {};
  return Object.entries(correlation ?? {}).every(([name, value]) => isEqual(variables[name], value));
}

function isEqual(a: Json | undefined, b: Json): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b);
}

function startedBy(
  engine: Processes,
  message: Message,
): { readonly definition: Deployed; readonly elementId: string; readonly triggerIndex: number } | null {
  if (message.instanceId != null) return null;
  const context = { variables: {}, now: engine.now };
  for (const versions of engine.definitions.values()) {
    const definition = versions.at(-1);
    if (definition === undefined) continue;
    for (const { elementId, triggerIndex, trigger } of startTriggersOf(definition.graph)) {
      if (trigger.kind === 'message' && evaluate(trigger.name, context) === message.name)
        return { definition, elementId, triggerIndex };
    }
  }
  return null;
}

/** Gives a subscription the messages that wait for it, the oldest first, as long as it stays open. */
export function takeBuffered(engine: Processes, instanceId: string, subscriptionId: string): void {
  for (;;) {
    const index = engine.buffered.findIndex(
      ({ message, until }) =>
        until > engine.now &&
        receiversOf(engine, message).some((receiver) => receiver.subscriptionId === subscriptionId),
    );
    const [taken] = index < 0 ? [] : engine.buffered.splice(index, 1);
    if (taken === undefined) return;
    const { variables } = taken.message;
    engine.execute(instanceId, { type: 'receiveMessage', subscriptionId, variables });
  }
}
