import type { Database } from '../store/database.ts';
import { unfinishedInstances } from '../store/instances.ts';
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
  readonly execute: (request: CommandRequest) => Promise<CommandOutcome>;
  readonly onError: (error: unknown) => void;
}): Loop {
  const { database, execute, onError } = dependencies;
  return startLoop(async () => {
    const found = await database.transaction({ kind: 'runtime' }, (transaction) =>
      unfinishedInstances(transaction, batchSize),
    );
    await Promise.all(
      found.map((key) =>
        execute({
          ...key,
          actor: 'engine',
          command: { type: 'continueInstance', stepsTaken: 0 },
          respond: () => ({}),
        }),
      ),
    );
    return found.length === batchSize ? 0 : pollMs;
  }, onError);
}
