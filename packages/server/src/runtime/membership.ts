import type { Database } from '../store/database.ts';
import { beat, buryDeadNodes, removeNode } from '../store/nodes.ts';
import { listenWorkLeft, notifyWorkLeft } from '../store/work-notice.ts';
import type { Clock } from './clock.ts';
import { startLoop } from './loop.ts';

const beatMs = 2000;

export interface Membership {
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
  const loop = startLoop(async () => {
    const somebodyDied = await database.transaction(runtime, (transaction) => beat(transaction, nodeId));
    if (somebodyDied) {
      await database.transaction(runtime, async (transaction) => {
        await buryDeadNodes(transaction, nodeId, new Date(clock.now()));
        await notifyWorkLeft(transaction);
      });
      onWorkLeft();
    }
    return beatMs;
  }, onError);
  const listening = listenWorkLeft(database, onWorkLeft).catch((error: unknown) => {
    onError(error);
    return () => Promise.resolve();
  });
  return {
    handOver: () => database.transaction(runtime, notifyWorkLeft),
    async stop() {
      await loop.stop();
      const stopListening = await listening;
      await stopListening();
      await database.transaction(runtime, async (transaction) => {
        await removeNode(transaction, nodeId);
        await notifyWorkLeft(transaction);
      });
    },
  };
}
