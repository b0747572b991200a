import type { EffectOf, Outgoing } from '../store/effect.ts';
import { continueBroadcast } from '../store/signals.ts';
import { outboxLeaseMs } from './outbox-lease.ts';
import { type RoutingDependencies, sendCommand } from './route-call.ts';

/** Takes a broadcast one step further; answers what is to be routed next. */
export async function routeSignal(
  { database, clock }: RoutingDependencies,
  outgoing: Outgoing,
  signal: EffectOf<'signal'>,
): Promise<readonly Outgoing[]> {
  // A broadcast to many outlasts the lease it began with.
  const leased = { ...outgoing, lockedUntil: clock.now() + outboxLeaseMs };
  const step = await database.transaction({ kind: 'runtime' }, (transaction) =>
    continueBroadcast(transaction, leased, signal),
  );
  if (step === null) return [];
  return step.rest === null ? step.receivers : [...step.receivers, step.rest];
}

export function routeReceiveSignal(
  dependencies: RoutingDependencies,
  outgoing: Outgoing,
  { instanceId, subscriptionId, variables }: EffectOf<'receiveSignal'>,
): Promise<void> {
  const command = { type: 'receiveSignal', subscriptionId, variables } as const;
  return sendCommand(dependencies, outgoing, instanceId, command);
}

/** A process that a signal, a time or a condition starts. */
export function routeStart(
  dependencies: RoutingDependencies,
  outgoing: Outgoing,
  effect: EffectOf<'start'>,
): Promise<void> {
  const { instanceId, definitionId, version, startElementId, startTriggerIndex } = effect;
  const { businessKey, triggerVariables } = effect;
  const command = {
    type: 'startInstance',
    instanceId,
    definitionId,
    version,
    businessKey,
    variables: {},
    startElementId,
    ...(startTriggerIndex === undefined ? {} : { startTriggerIndex }),
    triggerVariables,
    parent: null,
  } as const;
  return sendCommand(dependencies, outgoing, instanceId, command, effect.conversationId);
}
