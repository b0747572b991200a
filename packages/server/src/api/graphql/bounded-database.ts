import type { Database } from '../../store/database.ts';
import type { GraphqlContext } from './context.ts';

/**
 * The database for one request: of all that the request asks for at once only `most` transactions are under way, and
 * none begins when the time of the request is over. The connections are there for everybody.
 */
export function boundedDatabase(database: Database, most: number, over: GraphqlContext['over']): Database {
  const waiting: (() => void)[] = [];
  let underWay = 0;

  async function enter(): Promise<void> {
    if (underWay < most) underWay += 1;
    else await new Promise<void>((go) => waiting.push(go));
  }

  /** The place passes on to who waits longest. */
  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) underWay -= 1;
    else next();
  }

  return {
    ...database,
    async transaction(scope, work) {
      await enter();
      try {
        if (over.refusal !== null) throw over.refusal;
        return await database.transaction(scope, work);
      } finally {
        leave();
      }
    },
  };
}
