import type { Database } from '../store/database.ts';
import { unfinishedInstances } from '../store/instances.ts';
import type { InstanceKey } from '../store/load-instances.ts';
import type { CommandOutcome, CommandRequest } from './command-outcome.ts';
import { type Loop, startLoop } from './loop.ts';

const pollMs = 10_000;
const batchSize = 100;

/**
 * Goes on with instances whose last turn stopped at its step limit. The node that did the turn goes on
 * by itself; this finds those whose node died in between.
 */
export function startUnfinishedTurns(dependencies: {
  readonly database: Database;
  /** This node is at it: it goes on by itself. */
  readonly isUnderWay: (key: InstanceKey) => boolean;
  readonly execute: (request: CommandRequest) => Promise<CommandOutcome>;
  readonly onError: (error: unknown) => void;
}): Loop {
  const { database, isUnderWay, execute, onError } = dependencies;
  return startLoop(async () => {
    const found = await database.transaction({ kind: 'runtime' }, (transaction) =>
      unfinishedInstances(transaction, batchSize),
    );
    const left = found.filter((instance) => !isUnderWay(instance));
    await Promise.all(
      left.map(({ tenantId, instanceId, stepsTaken }) =>
        execute({
          tenantId,
          instanceId,
          actor: 'engine',
          command: { type: 'continueInstance', stepsTaken },
          respond: () => ({}),
        }),
      ),
    );
    return found.length === batchSize ? 0 : pollMs;
  }, onError);
}
