import type { Database } from '../../src/store/database.ts';
import { openPostgres } from '../../src/store/postgres-database.ts';

/** A connection past every fault, by which a test looks at what is stored in the end. */
export function openChecker(connectionString: string): Promise<Database> {
  return openPostgres({
    connectionString,
    poolSize: 4,
    minSize: 0,
    applicationName: 'wbpm_checker',
    statementTimeoutMs: 60_000,
  });
}
