import type { Command } from '../execution/command.ts';
import type { Effect } from '../execution/effects.ts';
import type { ParentCall } from '../execution/parent-call.ts';
import { publishMessage } from './messages.ts';
import type { Deployed, Processes } from './processes.ts';
import { broadcastSignal } from './signals.ts';

/** How long a message thrown by a process waits for somebody who wants it. */
const thrownMessageLivesMs = 3_600_000;

/** Does what instance `from` does to others. What no longer finds its target is over: the target has moved on. */
export function carryOut(engine: Processes, effect: Effect, from: string): void {
  switch (effect.kind) {
    case 'publishMessage': {
      const { name, correlationKey, variables } = effect;
      const sender = engine.instances.get(from);
      const conversationId = sender?.conversationId ?? null;
      publishMessage(
        engine,
        { name, correlationKey, variables, conversationId },
        engine.now + thrownMessageLivesMs,
      );
      return;
    }
    case 'broadcastSignal':
      broadcastSignal(engine, effect.name, effect.variables, effect.signalId);
      return;
    case 'startCalled':
      startCalled(engine, effect, from);
      return;
    case 'cancelCalled':
      if (!engine.instances.has(effect.childInstanceId)) return;
      engine.execute(effect.childInstanceId, { type: 'cancelInstance', reason: 'its call ended' });
      return;
    case 'completeCall':
    case 'failCall':
    case 'escalateCall':
    case 'refuseCall':
      tellCaller(engine, effect, from);
      return;
  }
}

type ForCaller = Extract<Effect, { readonly parent: ParentCall; readonly kind: `${string}Call` }>;

/** A suspended caller is told when it is resumed. */
function tellCaller(engine: Processes, effect: ForCaller, from: string): void {
  const { instanceId, elementInstanceId } = effect.parent;
  const rejection = engine.execute(instanceId, commandFor(effect, elementInstanceId));
  if (rejection?.code === 'INSTANCE_SUSPENDED')
    engine.instances.get(instanceId)?.deferred.push({ effect, from });
}

function commandFor(effect: ForCaller, elementInstanceId: string): Command {
  switch (effect.kind) {
    case 'completeCall':
      return { type: 'completeCall', elementInstanceId, variables: effect.variables };
    case 'failCall': {
      const { errorCode, message, variables } = effect;
      return { type: 'failCall', elementInstanceId, errorCode, message, variables };
    }
    case 'escalateCall':
      return {
        type: 'escalateCall',
        elementInstanceId,
        escalationCode: effect.escalationCode,
        variables: {},
      };
    case 'refuseCall':
      return { type: 'refuseCall', elementInstanceId, message: effect.message };
  }
}

function startCalled(
  engine: Processes,
  effect: Extract<Effect, { kind: 'startCalled' }>,
  from: string,
): void {
  const { parent, calledElement, childInstanceId: instanceId, variables, businessKey } = effect;
  const definition = calledDefinition(engine, effect, from);
  const started =
    definition === null
      ? {
          message: `Expected process '${calledElement}' to be deployed, but found none of the version called`,
        }
      : engine.start(definition, { instanceId, parent, variables, businessKey });
  if ('state' in started) return;
  const { elementInstanceId } = parent;
  engine.execute(parent.instanceId, { type: 'refuseCall', elementInstanceId, message: started.message });
}

function calledDefinition(
  engine: Processes,
  { calledElement, version }: Extract<Effect, { kind: 'startCalled' }>,
  from: string,
): Deployed | null {
  const versions = engine.definitions.get(calledElement) ?? [];
  if (version === 'latest') return versions.at(-1) ?? null;
  const deployment = engine.instances.get(from)?.definition.deployment;
  const isMeant = (candidate: Deployed) =>
    version === 'deployment' ? candidate.deployment === deployment : candidate.version === version;
  return versions.findLast(isMeant) ?? null;
}
