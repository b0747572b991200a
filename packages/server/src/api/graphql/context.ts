import type { Refusal } from '../../access/refusal.ts';
import type { UseCase } from '../../use-case.ts';
import type { Loaders } from './loaders.ts';
import type { Updates } from './updates.ts';

/** What resolvers get of the request they work for. */
export interface GraphqlContext {
  readonly useCase: UseCase;
  /** Made anew by each mutation. */
  loaders: Loaders;
  /** Whether a mutation was not done, but its earlier answer given again. */
  replayed: boolean;
  readonly updates: Updates;
  /** Set when the time for the request is over: what has not begun by then does not begin. */
  readonly over: { refusal: Refusal | null };
}
