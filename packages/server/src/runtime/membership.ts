import type { Database } from '../store/database.ts';
import { beat, buryDeadNodes, removeNode } from '../store/nodes.ts';
import type { Clock } from './clock.ts';
import { type Loop, startLoop } from './loop.ts';

const beatMs = 2000;

/**
 * Tells the other nodes that this one lives, and ends the leases of one that has fallen silent. A node
 * that was only cut off comes back with its next heartbeat; its lock tokens have passed on by then.
 */
export function startMembership({
  database,
  clock,
  nodeId,
  onDead,
  onError,
}: {
  readonly database: Database;
  readonly clock: Clock;
  readonly nodeId: string;
  readonly onDead: () => void;
  readonly onError: (error: unknown) => void;
}): Pick<Loop, 'stop'> {
  const runtime = { kind: 'runtime' } as const;
  const loop = startLoop(async () => {
    const somebodyDied = await database.transaction(runtime, (transaction) => beat(transaction, nodeId));
    if (somebodyDied) {
      await database.transaction(runtime, (transaction) =>
        buryDeadNodes(transaction, nodeId, new Date(clock.now())),
      );
      onDead();
    }
    return beatMs;
  }, onError);
  return {
    async stop() {
      await loop.stop();
      await database.transaction(runtime, (transaction) => removeNode(transaction, nodeId));
    },
  };
}
