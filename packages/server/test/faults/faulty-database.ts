import { DatabaseError } from 'pg';
import {
  CommitUnknownError,
  type Database,
  DatabaseUnavailableError,
  type Transaction,
} from '../../src/store/database.ts';
import { retried } from '../../src/store/retried.ts';

/** What befalls a statement, or a COMMIT, and when: before the database acts on it, or after. */
export type Strike =
  | {
      readonly kind: 'connection lost';
      readonly moment: 'before' | 'after';
      /** Nothing gets through any more, as for a node that dies here. */
      readonly forGood: boolean;
    }
  /** The database rolls back and asks for another try: SQLSTATE 40001 and 40P01. */
  | { readonly kind: 'asked to retry'; readonly code: '40001' | '40P01' };

export interface FaultyDatabase extends Database {
  /** Counts steps from here on: statements and COMMITs, in the order in which they are sent. */
  arm(strikes: (step: number) => Strike | null): void;
  disarm(): void;
  /** Since it was armed. */
  readonly steps: number;
  /** Strikes that found their step. */
  readonly struck: number;
}

/** A database whose connections break, or whose transactions are refused, at chosen steps. */
export function faultyDatabase(inner: Database): FaultyDatabase {
  let plan: (step: number) => Strike | null = () => null;
  let steps = 0;
  let struck = 0;
  let away = false;

  function nextStrike(): Strike | null {
    steps += 1;
    const strike = plan(steps);
    if (strike === null) return null;
    struck += 1;
    if (strike.kind === 'connection lost' && strike.forGood) away = true;
    return strike;
  }

  async function transaction<Result>(
    ...[scope, work]: Parameters<Database['transaction']>
  ): Promise<Awaited<Result>> {
    if (away) throw gone();
    let atCommit: Strike | null = null;
    const result = await inner
      .transaction(scope, async (sending) => {
        let failure: Error | null = null;
        async function query<Row extends object>(...statement: Parameters<Transaction['query']>) {
          failure ??= away ? gone() : null;
          if (failure !== null) throw failure;
          const strike = nextStrike();
          if (strike === null) return sending.query<Row>(...statement);
          failure = errorOf(strike);
          if (isLate(strike)) await sending.query(...statement);
          throw failure;
        }
        const done = await work({
          query<Row extends object>(...statement: Parameters<Transaction['query']>) {
            const answer = query<Row>(...statement);
            // The transaction fails with the first failure, awaited or not.
            answer.catch(() => undefined);
            return answer;
          },
        });
        failure ??= away ? gone() : null;
        if (failure !== null) throw failure;
        atCommit = nextStrike();
        if (atCommit !== null && !isLate(atCommit)) throw errorOf(atCommit);
        return done;
      })
      .catch((error: unknown) => {
        throw atCommit !== null && isLoss(atCommit) ? new CommitUnknownError(error) : error;
      });
    if (atCommit !== null) throw new CommitUnknownError(errorOf(atCommit));
    return result as Awaited<Result>;
  }

  return {
    ...inner,
    transaction: (scope, work) => retried(() => transaction(scope, work)),
    arm(strikes) {
      plan = strikes;
      steps = 0;
      struck = 0;
      away = false;
    },
    disarm() {
      plan = () => null;
      away = false;
    },
    get steps() {
      return steps;
    },
    get struck() {
      return struck;
    },
  };
}

function isLoss(strike: Strike): boolean {
  return strike.kind === 'connection lost';
}

function isLate(strike: Strike): boolean {
  return strike.kind === 'connection lost' && strike.moment === 'after';
}

function errorOf(strike: Strike): Error {
  switch (strike.kind) {
    case 'connection lost':
      return gone();
    case 'asked to retry': {
      const error = new DatabaseError('could not serialize access', 26, 'error');
      error.code = strike.code;
      return error;
    }
  }
}

function gone(): Error {
  return new DatabaseUnavailableError(new Error('the connection was broken by the test'));
}
