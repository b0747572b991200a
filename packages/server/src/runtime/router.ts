import {
  type BufferedLookup,
  type BufferedMessage,
  deleteExpired,
  type FoundBuffered,
  keptButAwaited,
} from '../store/buffered-messages.ts';
import { type Outgoing, targetOf } from '../store/effect.ts';
import type { InstanceChange } from '../store/instance-change.ts';
import { leaseLeftOver, releaseOutgoingTo } from '../store/outbox-leases.ts';
import type { CommandRequest } from './command-outcome.ts';
import type { Consequences } from './consequences.ts';
import type { DeliveringDependencies } from './deliver-message.ts';
import { type Loop, startLoop } from './loop.ts';
import { outboxLeaseMs } from './outbox-lease.ts';
import { type RoutingDependencies, routeCancelCall, routeStartCall, routeToParent } from './route-call.ts';
import { offerBuffered, routeMessage } from './route-message.ts';
import { routeReceiveSignal, routeSignal, routeStart } from './route-signal.ts';
import { isTemporary } from './temporary-failure.ts';
import { UnderWay } from './under-way.ts';

export interface RouterDependencies extends RoutingDependencies, DeliveringDependencies {
  readonly findBuffered: (lookup: BufferedLookup) => Promise<FoundBuffered | null>;
  /** So many effects of broadcasts and calls may be on their way: what is asked of the node waits behind them. */
  readonly mostUnderWay: () => number;
  readonly onError: (error: unknown) => void;
}

const pollMs = 1000;
const batchSize = 500;
/** Of kept messages that a node died over. */
const pollsPerLook = 10;

/**
 * Carries the effects of instances to others. What this node commits it routes at once; what a dead node
 * left behind, or a failure interrupted, is found by a poll when its lease has run out. Effects of one
 * origin are routed one after the other, in the order in which they happened.
 */
export class Router {
  readonly #with: RouterDependencies;
  readonly #loop: Loop | null;
  /** Of those that come in great numbers at once. */
  readonly #underWay: UnderWay;
  #polls = 0;
  /** By origin: what is being routed, and all that waits behind it. */
  readonly #chains = new Map<string, Promise<void>>();

  constructor(dependencies: RouterDependencies, background: boolean) {
    this.#with = dependencies;
    this.#underWay = new UnderWay(dependencies.mostUnderWay);
    this.#loop = background ? startLoop(() => this.#poll(), dependencies.onError) : null;
  }

  /** Routes what the change wrote, and looks for kept messages its new subscriptions wait for. */
  onCommitted(
    { tenantId, instanceId, outbox, subscriptions, waitsActive }: InstanceChange,
    consequences: readonly Consequences[],
  ): void {
    if (outbox.length > 0)
      void this.take(
        outbox.map((row) => ({ tenantId, ...row })),
        instanceId,
        consequences,
      );
    for (const { subscriptionId, kind, name, correlationKey } of subscriptions.opened) {
      if (kind !== 'message' || name === null) continue;
      void this.#chain(subscriptionId, () => this.#offerAll({ tenantId, name, correlationKey }));
    }
    if (waitsActive === true)
      void this.#chain(`resumed ${instanceId}`, () => this.#release(tenantId, instanceId));
  }

  /** Routes effects in their order; resolves when each was delivered or is left to the poll. */
  take(rows: readonly Outgoing[], origin: string, consequences: readonly Consequences[] = []): Promise<void> {
    for (const each of consequences) each.begin();
    return this.#chain(origin, async () => {
      // Behind one that failed the others wait for the poll too: their order counts.
      for (const group of inOrder(rows)) await this.#routeGroup(group, consequences);
    }).finally(() => {
      for (const each of consequences) each.end();
    });
  }

  /** Looks for somebody who waits for a message that has just been kept. */
  offer(buffered: BufferedMessage): void {
    void this.#chain(buffered.id, () => this.#attempt(() => offerBuffered(this.#with, buffered)));
  }

  /** Looks for kept messages that somebody new wants. */
  offerKept(lookup: BufferedLookup): void {
    void this.#chain(`kept ${lookup.tenantId} ${lookup.name}`, () => this.#offerAll(lookup));
  }

  get busy(): boolean {
    return this.#chains.size > 0;
  }

  async drained(): Promise<void> {
    while (this.#chains.size > 0) await Promise.all(this.#chains.values());
  }

  /** Routes what nobody is at work on; answers how much that was. */
  async takeLeftOver(): Promise<number> {
    const { database, clock } = this.#with;
    const now = clock.now();
    const rows = await database.transaction({ kind: 'runtime' }, (transaction) =>
      leaseLeftOver(transaction, {
        now: new Date(now),
        until: new Date(now + outboxLeaseMs),
        limit: batchSize,
      }),
    );
    await Promise.all(rows.map((row) => this.take([row], `to ${targetOf(row.effect) ?? row.id}`)));
    return rows.length;
  }

  /** Drops kept messages that nobody wanted in time, and offers those somebody waits for after all. */
  async offerOverlooked(): Promise<void> {
    const { database, clock } = this.#with;
    const now = new Date(clock.now());
    const overlooked = await database.transaction({ kind: 'runtime' }, async (transaction) => {
      await deleteExpired(transaction, now);
      return keptButAwaited(transaction, batchSize);
    });
    for (const buffered of overlooked) this.offer(buffered);
  }

  wake(): void {
    this.#loop?.wake();
  }

  /** Takes up nothing that others left; what this node commits it still routes. */
  async stop(): Promise<void> {
    await this.#loop?.stop();
  }

  async #poll(): Promise<number> {
    this.#polls += 1;
    if (this.#polls % pollsPerLook === 0) await this.offerOverlooked();
    return (await this.takeLeftOver()) === batchSize ? 0 : pollMs;
  }

  /** Those of a group wait for each other but not behind each other. */
  async #routeGroup(group: readonly Outgoing[], consequences: readonly Consequences[]): Promise<void> {
    const [only, ...more] = group;
    if (only !== undefined && more.length === 0) return this.#route(only, consequences);
    const routed: Promise<void>[] = [];
    for (const row of group) {
      await this.#underWay.room();
      const route = this.#route(row, consequences);
      const ended = route.catch(() => {
        // Told to whoever waits for the group.
      });
      this.#underWay.begin(ended);
      routed.push(route);
    }
    await Promise.all(routed);
  }

  async #route(outgoing: Outgoing, consequences: readonly Consequences[]): Promise<void> {
    const { effect } = outgoing;
    const { execute } = this.#with;
    const carrying = {
      ...this.#with,
      execute: (request: CommandRequest) => execute({ ...request, consequences }),
    };
    switch (effect.kind) {
      case 'message':
        return routeMessage(carrying, outgoing, effect);
      case 'signal': {
        await this.#underWay.room();
        const rows = await routeSignal(carrying, outgoing, effect);
        for (const row of rows) {
          const taken = this.take([row], row.id, consequences);
          if (row.id !== outgoing.id) this.#underWay.begin(taken);
        }
        return;
      }
      case 'receiveSignal':
        return routeReceiveSignal(carrying, outgoing, effect);
      case 'start':
        return routeStart(carrying, outgoing, effect);
      case 'startCall':
        return routeStartCall(carrying, outgoing, effect);
      case 'cancelCall':
        return routeCancelCall(carrying, outgoing, effect);
      case 'completeCall':
      case 'failCall':
      case 'escalateCall':
      case 'refuseCall':
        return routeToParent(carrying, outgoing, effect);
    }
  }

  async #offerAll(lookup: BufferedLookup): Promise<void> {
    const found = await this.#with.findBuffered(lookup);
    for (const buffered of found?.messages ?? []) await offerBuffered(this.#with, buffered);
  }

  /** A resumed instance takes at once what was left for later, and the messages kept meanwhile. */
  async #release(tenantId: string, instanceId: string): Promise<void> {
    const { database, clock } = this.#with;
    await database.transaction({ kind: 'runtime' }, (transaction) =>
      releaseOutgoingTo(transaction, tenantId, instanceId, new Date(clock.now())),
    );
    await this.offerOverlooked();
    this.#loop?.wake();
  }

  #chain(origin: string, work: () => Promise<void>): Promise<void> {
    const before = this.#chains.get(origin) ?? Promise.resolve();
    const chain = before
      .then(() => this.#attempt(work))
      .finally(() => {
        if (this.#chains.get(origin) === chain) this.#chains.delete(origin);
      });
    this.#chains.set(origin, chain);
    return chain;
  }

  /** What fails now stays in the outbox and is tried again when its lease has run out. */
  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!isTemporary(error)) this.#with.onError(error);
    }
  }
}

/**
 * Effects that have to happen one after the other. Calls that follow on each other start instances that know
 * nothing of each other: these are one group.
 */
function inOrder(rows: readonly Outgoing[]): Outgoing[][] {
  const groups: Outgoing[][] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    if (row.effect.kind === 'startCall' && last?.[0]?.effect.kind === 'startCall') last.push(row);
    else groups.push([row]);
  }
  return groups;
}
