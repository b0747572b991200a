import { type Awaited, hasEnded, type InstanceState, type Repeat, type Subscription } from '@wbpm/engine';
import type { InstanceChange, SubscriptionRow, TimerRow } from '../store/instance-change.ts';
import type { Recorded } from './recorded.ts';
import type { StoredRows } from './stored-rows.ts';

type Groups = Pick<InstanceChange, 'timers' | 'subscriptions' | 'closedByHost'>;

const noneChanged: Groups = {
  timers: { created: [], rescheduled: [], deleted: [] },
  subscriptions: { opened: [], held: [], deleted: [] },
  closedByHost: new Map(),
};

/**
 * Subscriptions that were opened, changed and closed. One that was opened and closed within the turn is
 * never written. `ended`: element instances of the store that are no more; what belonged to them goes.
 */
export function projectSubscriptions(
  recorded: readonly Recorded[],
  state: InstanceState,
  ended: readonly string[],
  stored: StoredRows,
): Groups {
  // Whatever one has opened and still has is in the state; whatever it had before is among the stored rows.
  if (state.subscriptions.size === 0 && stored.subscriptions.size === 0) return noneChanged;
  const created: TimerRow[] = [];
  const opened: SubscriptionRow[] = [];
  const changed = new Map<string, Subscription>();
  const closedByHost = new Map<string, Set<string>>();

  for (const { event, at } of recorded) {
    if (!('subscriptionId' in event)) continue;
    const { subscriptionId: id, elementInstanceId: hostId } = event;
    const subscription = state.subscriptions.get(id);
    if (event.type === 'subscriptionOpened') {
      if (subscription === undefined) continue;
      const { awaited } = subscription;
      if (awaited.kind === 'timer') created.push(timerRow(subscription, awaited, at));
      else opened.push(subscriptionRow(subscription, awaited));
    } else if (stored.subscriptions.get(hostId)?.has(id)) {
      if (subscription === undefined) close(hostId, id);
      else changed.set(id, subscription);
    }
  }
  for (const hostId of hasEnded(state) ? stored.subscriptions.keys() : ended) {
    for (const id of stored.subscriptions.get(hostId)?.keys() ?? []) close(hostId, id);
  }

  function close(hostId: string, id: string): void {
    const ids = closedByHost.get(hostId);
    if (ids === undefined) closedByHost.set(hostId, new Set([id]));
    else ids.add(id);
  }

  const closed = [...closedByHost].flatMap(([hostId, ids]) =>
    [...ids].map((id) => ({ id, table: stored.subscriptions.get(hostId)?.get(id) })),
  );
  const closedIn = (wanted: 'timers' | 'subscriptions'): string[] =>
    closed.filter(({ table }) => table === wanted).map(({ id }) => id);
  return {
    timers: {
      created,
      rescheduled: [...changed.values()].flatMap(({ id, awaited }) =>
        awaited.kind === 'timer'
          ? [{ timerId: id, dueAt: awaited.dueAt, repeat: repeatText(awaited.repeat) }]
          : [],
      ),
      deleted: closedIn('timers'),
    },
    subscriptions: {
      opened,
      held: [...changed.values()].flatMap(({ id, awaited }) =>
        awaited.kind === 'conditional' ? [{ subscriptionId: id, held: awaited.held }] : [],
      ),
      deleted: closedIn('subscriptions'),
    },
    closedByHost,
  };
}

type AwaitedTime = Extract<Awaited, { readonly kind: 'timer' }>;

function timerRow(subscription: Subscription, { dueAt, repeat }: AwaitedTime, createdAt: number): TimerRow {
  const { id: timerId, elementId, hostId, triggerIndex } = subscription;
  return { timerId, elementId, hostId, triggerIndex, dueAt, repeat: repeatText(repeat), createdAt };
}

function repeatText(repeat: Repeat | null): string | null {
  return repeat === null ? null : JSON.stringify(repeat);
}

function subscriptionRow(
  { id: subscriptionId, elementId, hostId, triggerIndex }: Subscription,
  awaited: Exclude<Awaited, AwaitedTime>,
): SubscriptionRow {
  const row = { subscriptionId, elementId, hostId, triggerIndex, kind: awaited.kind };
  switch (awaited.kind) {
    case 'message':
      return { ...row, name: awaited.name, correlationKey: awaited.correlationKey, held: null };
    case 'signal':
      return { ...row, name: awaited.name, correlationKey: null, held: null };
    case 'conditional':
      return { ...row, name: null, correlationKey: null, held: awaited.held };
  }
}
