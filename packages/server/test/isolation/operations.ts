import type { Entries } from './entries.ts';
import { graphqlEntries } from './graphql-entries.ts';
import { identityOperations } from './identity-operations.ts';
import { instanceOperations } from './instance-operations.ts';
import { processOperations } from './process-operations.ts';
import { workOperations } from './work-operations.ts';

/**
 * Every operation of REST and of GraphQL. A new one gets a line in one of these: what its caller has to be allowed to, and
 * what each id in its request names (`kinds.ts`). Something new that ids name gets a kind there and a thing of that kind
 * in `world.ts`.
 */
export const operations: Entries = {
  ...processOperations,
  ...instanceOperations,
  ...workOperations,
  ...identityOperations,
  ...graphqlEntries,
};
