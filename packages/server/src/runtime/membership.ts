import type { Database } from '../store/database.ts';
import { beat, buryDeadNodes, removeNode } from '../store/nodes.ts';
import { listenJoined, listenWorkLeft, notifyJoined, notifyWorkLeft } from '../store/work-notice.ts';
import type { Clock } from './clock.ts';
import { startLoop } from './loop.ts';

const beatMs = 2000;

/** Twice the time between two heartbeats, and what one may take. */
const aloneMs = 5000;

export interface Membership {
  /** No other node was there at the last heartbeat, and none has joined since. */
  isAlone(): boolean;
  /** This node takes up nothing new: the others shall look for what it leaves. */
  handOver(): Promise<void>;
  /** This node has given back all it held. */
  stop(): Promise<void>;
}

/**
 * Tells the other nodes that this one lives, and ends the leases of one that has fallen silent. A node
 * that was only cut off comes back with its next heartbeat; its lock tokens have passed on by then.
 * `onWorkLeft` hears that a node died, or said that it leaves.
 */
export function startMembership({
  database,
  clock,
  nodeId,
  onWorkLeft,
  onError,
}: {
  readonly database: Database;
  readonly clock: Clock;
  readonly nodeId: string;
  readonly onWorkLeft: () => void;
  readonly onError: (error: unknown) => void;
}): Membership {
  const runtime = { kind: 'runtime' } as const;
  let joins = 0;
  let aloneUntil = 0;
  let hasBeaten = false;

  async function beatOnce(): Promise<boolean> {
    const joinsBefore = joins;
    const others = await database.transaction(runtime, async (transaction) => {
      const found = await beat(transaction, nodeId);
      if (!hasBeaten && found.any) await notifyJoined(transaction, nodeId);
      return found;
    });
    hasBeaten = true;
    aloneUntil = others.any || joins !== joinsBefore ? 0 : performance.now() + aloneMs;
    return others.dead;
  }

  const loop = startLoop(async () => {
    if (await beatOnce()) {
      await database.transaction(runtime, async (transaction) => {
        await buryDeadNodes(transaction, nodeId, new Date(clock.now()));
        await notifyWorkLeft(transaction);
      });
      onWorkLeft();
    }
    return beatMs;
  }, onError);

  function onJoined(): void {
    joins += 1;
    aloneUntil = 0;
  }

  const listening = Promise.all([
    listenWorkLeft(database, onWorkLeft),
    listenJoined(database, nodeId, onJoined),
  ]).catch((error: unknown) => {
    onError(error);
    return [];
  });
  return {
    isAlone: () => performance.now() < aloneUntil,
    handOver: () => database.transaction(runtime, notifyWorkLeft),
    async stop() {
      await loop.stop();
      for (const stopListening of await listening) await stopListening();
      await database.transaction(runtime, async (transaction) => {
        await removeNode(transaction, nodeId);
        await notifyWorkLeft(transaction);
      });
    },
  };
}
