import type { Command } from '../../execution/command.ts';
import type { ElementInstance, InstanceState } from '../../execution/state.ts';
import { occurring, waking } from './commands.ts';
import type { Seen } from './host.ts';
import { goodSwitches } from './switches.ts';

/** What has been done to help one instance, so that what may happen without end does not. */
export interface Helped {
  readonly occurrences: Map<string, number>;
  changes: number;
}

const notHelped = (): Helped => ({ occurrences: new Map(), changes: 0 });

const mostOccurrences = 2;
const mostChanges = 6;

/** What brings the live instances nearer to their ends, called ones first, since others wait for them; null when nothing does. */
export function nextHelp(
  live: readonly (readonly [instanceId: string, instance: Seen])[],
  helped: Map<string, Helped>,
): { readonly instanceId: string; readonly command: Command } | null {
  for (const [instanceId, instance] of live.toReversed()) {
    const before = helped.get(instanceId) ?? notHelped();
    helped.set(instanceId, before);
    const command = helpfulCommand(instance, before);
    if (command !== null) return { instanceId, command };
  }
  return null;
}

/** The command that brings an instance nearer to its end; null when there is none. */
function helpfulCommand({ graph, last }: Seen, helped: Helped): Command | null {
  const { state } = last;
  if (state.status === 'suspended') return { type: 'resumeInstance' };
  const incident = [...state.incidents.values()].find(({ code }) => code !== 'JOIN_DEADLOCK');
  if (incident !== undefined) {
    return { type: 'resolveIncident', incidentId: incident.id, retries: 1, variables: { ...goodSwitches } };
  }
  const next =
    waking(graph, last).find(({ type }) => type !== 'activateAdHoc' && !waits(type)) ??
    endOfAdHoc(state) ??
    occurrence(state, helped);
  return next ?? changedCondition(state, helped);
}

function waits(type: Command['type']): boolean {
  return type === 'fireTimer' || type === 'receiveMessage' || type === 'receiveSignal';
}

/** What tokens wait for comes before what a boundary or an event subprocess waits for. */
function occurrence(state: InstanceState, { occurrences }: Helped): Command | null {
  const isOwn = ({ hostId }: { readonly hostId: string }) => {
    const wait = state.elements.get(hostId)?.wait;
    return wait?.kind === 'event' || wait?.kind === 'async';
  };
  const all = [...state.subscriptions.values()];
  for (const subscription of [...all.filter(isOwn), ...all.filter((one) => !isOwn(one))]) {
    const times = occurrences.get(subscription.id) ?? 0;
    const [command] = occurring(subscription);
    if (command === undefined || times >= mostOccurrences) continue;
    occurrences.set(subscription.id, times + 1);
    return command;
  }
  return null;
}

function endOfAdHoc({ elements, children }: InstanceState): Command | null {
  const isIdle = ({ id, wait }: ElementInstance) => wait?.kind === 'adHoc' && !children.has(id);
  const idle = [...elements.values()].find(isIdle);
  return idle === undefined ? null : { type: 'completeAdHoc', elementInstanceId: idle.id };
}

/** Lets conditions lapse and hold again. */
function changedCondition({ conditional }: InstanceState, helped: Helped): Command | null {
  if (conditional.size === 0 || helped.changes >= mostChanges) return null;
  helped.changes += 1;
  return { type: 'setVariables', variables: { ...goodSwitches, v: helped.changes % 2 === 0 ? 10 : 0 } };
}
