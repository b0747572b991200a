import {
  type CallAnswer,
  type Command,
  type CommandOf,
  callAnswered,
  callEnded,
  calledTooDeep,
  maxCallDepth,
  notDeployed,
} from '@wbpm/engine';
import type { Database } from '../store/database.ts';
import type { EffectOf, Outgoing } from '../store/effect.ts';
import { deferOutgoing, takeOutgoing, takePendingStart } from '../store/outbox-leases.ts';
import type { Clock } from './clock.ts';
import type { CommandOutcome, CommandRejection, CommandRequest } from './command-outcome.ts';
import type { Definitions } from './definition-cache.ts';
import type { Lookups } from './lookups.ts';
import { engineActor } from './outbox-of.ts';

export interface RoutingDependencies {
  readonly database: Database;
  readonly clock: Clock;
  readonly definitions: Definitions;
  readonly findCallDepth: Lookups['callDepth'];
  readonly execute: (request: CommandRequest) => Promise<CommandOutcome>;
}

const suspendedRetryMs = 60_000;

/** Starts the called process under the id its caller gave it, or tells the caller why that cannot be. */
export async function routeStartCall(
  dependencies: RoutingDependencies,
  outgoing: Outgoing,
  effect: EffectOf<'startCall'>,
): Promise<void> {
  const { calledElement, version, parent, childInstanceId, conversationId } = effect;
  const called = await dependencies.definitions.called(
    outgoing.tenantId,
    calledElement,
    version,
    effect.definitionId,
  );
  if (called === null) {
    const message = notDeployed('process', calledElement, version);
    await sendCommand(dependencies, outgoing, parent.instanceId, refusal(effect, message));
    return;
  }
  if (called.status === 'suspended') {
    const message = `Expected process '${calledElement}' to be active, but it is suspended`;
    const command = { ...refusal(effect, message), suspended: true } as const;
    await sendCommand(dependencies, outgoing, parent.instanceId, command);
    return;
  }
  if (await isTooDeep(dependencies, outgoing, parent.instanceId)) {
    const command = refusal(effect, calledTooDeep(calledElement));
    await sendCommand(dependencies, outgoing, parent.instanceId, command);
    return;
  }
  const outcome = await dependencies.execute({
    ...requestOf(outgoing, childInstanceId),
    command: {
      type: 'startInstance',
      instanceId: childInstanceId,
      definitionId: called.definitionId,
      version: called.version,
      businessKey: effect.businessKey,
      variables: effect.variables,
      startElementId: null,
      triggerVariables: {},
      parent,
    },
    conversationId,
  });
  if (outcome.kind !== 'rejected') return;
  if (outcome.rejection.code === 'INSTANCE_EXISTS') await drop(dependencies, outgoing);
  else {
    const command = refusal(effect, outcome.rejection.message);
    await sendCommand(dependencies, outgoing, parent.instanceId, command);
  }
}

async function isTooDeep(
  { findCallDepth }: RoutingDependencies,
  { tenantId }: Outgoing,
  callerId: string,
): Promise<boolean> {
  const caller = await findCallDepth({ tenantId, instanceId: callerId });
  return caller !== null && caller.depth >= maxCallDepth;
}

function refusal({ parent }: EffectOf<'startCall'>, message: string): CommandOf<'refuseCall'> {
  return { type: 'refuseCall', elementInstanceId: parent.elementInstanceId, message };
}

/** A call that was never carried out is withdrawn; a called instance is cancelled. */
export async function routeCancelCall(
  dependencies: RoutingDependencies,
  outgoing: Outgoing,
  { childInstanceId }: EffectOf<'cancelCall'>,
): Promise<void> {
  const withdrawn = await dependencies.database.transaction({ kind: 'runtime' }, async (transaction) => {
    const pending = await takePendingStart(transaction, outgoing.tenantId, childInstanceId);
    if (pending) await takeOutgoing(transaction, outgoing);
    return pending;
  });
  if (withdrawn) return;
  await sendCommand(dependencies, outgoing, childInstanceId, callEnded);
}

/** What became of a called instance, told to the call activity that waits for it. */
export function routeToParent(
  dependencies: RoutingDependencies,
  outgoing: Outgoing,
  effect: CallAnswer,
): Promise<void> {
  return sendCommand(dependencies, outgoing, effect.parent.instanceId, callAnswered(effect));
}

/** Rejections that say "not now" rather than "not any more". */
const temporary: ReadonlySet<CommandRejection['code']> = new Set(['INSTANCE_SUSPENDED'] as const);

/** Sends the command an effect comes to; what its target no longer takes is over. */
export async function sendCommand(
  dependencies: RoutingDependencies,
  outgoing: Outgoing,
  instanceId: string,
  command: Command,
  conversationId: string | null = null,
): Promise<void> {
  const outcome = await dependencies.execute({
    ...requestOf(outgoing, instanceId),
    command,
    ...(conversationId === null ? {} : { conversationId }),
  });
  if (outcome.kind !== 'rejected') return;
  if (temporary.has(outcome.rejection.code)) await defer(dependencies, outgoing);
  else await drop(dependencies, outgoing);
}

/** Until the instance is resumed, which is when it is released. */
function defer({ database, clock }: RoutingDependencies, outgoing: Outgoing): Promise<void> {
  return database.transaction({ kind: 'runtime' }, (transaction) =>
    deferOutgoing(transaction, outgoing, new Date(clock.now() + suspendedRetryMs)),
  );
}

async function drop({ database }: RoutingDependencies, outgoing: Outgoing): Promise<void> {
  await database.transaction({ kind: 'runtime' }, (transaction) => takeOutgoing(transaction, outgoing));
}

function requestOf({ tenantId, id }: Outgoing, instanceId: string): Omit<CommandRequest, 'command'> {
  return {
    tenantId,
    instanceId,
    actor: engineActor,
    consumes: { from: 'outbox', id },
    respond: () => ({}),
  };
}
