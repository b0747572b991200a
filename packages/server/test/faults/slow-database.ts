import type { Database } from '../../src/store/database.ts';

/** A database whose every transaction takes `delayMs` longer than it would. */
export function slowDatabase(inner: Database, delayMs: number): Database {
  return {
    ...inner,
    async transaction(scope, work) {
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      return inner.transaction(scope, work);
    },
  };
}
