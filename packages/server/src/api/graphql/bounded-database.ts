import { createPlaces } from '../../places.ts';
import type { Database } from '../../store/database.ts';
import type { GraphqlContext } from './context.ts';

/**
 * The database for one request: of all that the request asks for at once only `most` transactions are under way, and
 * none begins when the time of the request is over. The connections are there for everybody.
 */
export function boundedDatabase(database: Database, most: number, over: GraphqlContext['over']): Database {
  const places = createPlaces(most);
  return {
    ...database,
    transaction: (scope, work) =>
      places.run(async () => {
        if (over.refusal !== null) throw over.refusal;
        return database.transaction(scope, work);
      }),
  };
}
