import type { Subscription } from '../execution/subscription.ts';
import { afterFiring, awaitedTime } from '../execution/timer.ts';
import { ExpressionError } from '../expression/expression-error.ts';
import { startTriggersOf } from '../model/start-triggers.ts';
import type { Deployed, Processes } from './processes.ts';

/** A time at which a process starts. */
export interface StartTimer {
  readonly definition: Deployed;
  readonly elementId: string;
  readonly triggerIndex: number;
  readonly awaited: Extract<Subscription['awaited'], { readonly kind: 'timer' }>;
}

/** Counted from the deployment. A time that cannot be told without an instance never comes. */
export function startTimersOf(definition: Deployed, now: number): readonly StartTimer[] {
  return startTriggersOf(definition.graph).flatMap(({ elementId, triggerIndex, trigger }) => {
    if (trigger.kind !== 'timer') return [];
    try {
      const awaited = awaitedTime(trigger.timer, { variables: {}, now });
      return [{ definition, elementId, triggerIndex, awaited }];
    } catch (error) {
      if (error instanceof ExpressionError) return [];
      throw error;
    }
  });
}

export function nextStartTimer(timers: readonly StartTimer[], moment: number): StartTimer | null {
  let next: StartTimer | null = null;
  for (const timer of timers) {
    if (timer.awaited.dueAt > moment) continue;
    if (next === null || timer.awaited.dueAt < next.awaited.dueAt) next = timer;
  }
  return next;
}

/** The timer as it goes on; nothing after its last time. */
export function afterStart(timer: StartTimer): readonly StartTimer[] {
  const awaited = afterFiring(timer.awaited);
  return awaited === null ? [] : [{ ...timer, awaited }];
}

/** An instance that waits for just this trigger takes it; else one starts. */
export function fireStartTimer(engine: Processes, timer: StartTimer): void {
  const { definition, elementId, triggerIndex } = timer;
  const [waiting] = waitingAtStart(engine, timer);
  if (waiting === undefined) {
    engine.start(definition, { startElementId: elementId, startTriggerIndex: triggerIndex });
    return;
  }
  const { instanceId, subscriptionId } = waiting;
  engine.execute(instanceId, { type: 'fireTimer', subscriptionId });
}

/** Instances another trigger of that event has started, and that wait for this one; the oldest first. */
export function waitingAtStart(
  engine: Processes,
  start: Pick<StartTimer, 'definition' | 'elementId' | 'triggerIndex'>,
): readonly { readonly instanceId: string; readonly subscriptionId: string }[] {
  const { processId } = start.definition.graph.model;
  return engine.live().flatMap(({ state }) => {
    if (state.status !== 'active' || state.processId !== processId) return [];
    const { instanceId } = state;
    return [...state.subscriptions.values()]
      .filter((open) => open.elementId === start.elementId && open.triggerIndex === start.triggerIndex)
      .map(({ id }) => ({ instanceId, subscriptionId: id }));
  });
}
