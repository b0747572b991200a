import { calledTooDeep, maxCallDepth } from '../execution/call-depth.ts';
import { type CallAnswer, callAnswered, callEnded, type Effect } from '../execution/effects.ts';
import { isTag, notDeployed } from '../execution/version-binding.ts';
import { publishMessage } from './messages.ts';
import type { Deployed, Processes } from './processes.ts';
import { broadcastSignal } from './signals.ts';

/** How long a message thrown by a process waits for somebody who wants it. */
const thrownMessageLivesMs = 3_600_000;

/** Does what instance `from` does to others. What no longer finds its target is over: the target has moved on. */
export function carryOut(engine: Processes, effect: Effect, from: string): void {
  switch (effect.kind) {
    case 'message': {
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
    case 'signal':
      broadcastSignal(engine, effect.name, effect.variables, { instanceId: from, signalId: effect.signalId });
      return;
    case 'startCall':
      startCalled(engine, effect, from);
      return;
    case 'cancelCall':
      if (!engine.instances.has(effect.childInstanceId)) return;
      engine.execute(effect.childInstanceId, callEnded);
      return;
    case 'completeCall':
    case 'failCall':
    case 'escalateCall':
    case 'refuseCall':
      tellCaller(engine, effect, from);
      return;
  }
}

/** A suspended caller is told when it is resumed. */
function tellCaller(engine: Processes, effect: CallAnswer, from: string): void {
  const { instanceId } = effect.parent;
  const rejection = engine.execute(instanceId, callAnswered(effect));
  if (rejection?.code === 'INSTANCE_SUSPENDED')
    engine.instances.get(instanceId)?.deferred.push({ effect, from });
}

function startCalled(engine: Processes, effect: Extract<Effect, { kind: 'startCall' }>, from: string): void {
  const { parent, calledElement, childInstanceId: instanceId, variables, businessKey } = effect;
  const definition = calledDefinition(engine, effect, from);
  const started =
    definition === null
      ? { message: notDeployed('process', calledElement, effect.version) }
      : depthOf(engine, parent.instanceId) >= maxCallDepth
        ? { message: calledTooDeep(calledElement) }
        : engine.start(definition, { instanceId, parent, variables, businessKey });
  if ('state' in started) return;
  const { elementInstanceId } = parent;
  engine.execute(parent.instanceId, { type: 'refuseCall', elementInstanceId, message: started.message });
}

function depthOf(engine: Processes, instanceId: string): number {
  let depth = 0;
  for (let id = engine.instances.get(instanceId)?.state.parent?.instanceId; id !== undefined; depth += 1) {
    id = engine.instances.get(id)?.state.parent?.instanceId;
  }
  return depth;
}

function calledDefinition(
  engine: Processes,
  { calledElement, version }: Extract<Effect, { kind: 'startCall' }>,
  from: string,
): Deployed | null {
  const versions = engine.definitions.get(calledElement) ?? [];
  if (version === 'latest') return versions.at(-1) ?? null;
  const deployment = engine.instances.get(from)?.definition.deployment;
  const isMeant = (candidate: Deployed) =>
    version === 'deployment'
      ? candidate.deployment === deployment
      : isTag(version)
        ? candidate.graph.model.versionTag === version.tag
        : candidate.version === version;
  return versions.findLast(isMeant) ?? null;
}
