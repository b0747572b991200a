import { type StatusFilter, statusFilters } from '../instances/instances-search.ts';

export interface ProcessSearch {
  readonly status?: StatusFilter;
  /** The form to start an instance is open. */
  readonly start?: true;
}

export function processSearch(search: Record<string, unknown>): ProcessSearch {
  const status = statusFilters.find((each) => each === search['status']);
  return {
    ...(status === undefined ? {} : { status }),
    ...(search['start'] === true ? { start: true } : {}),
  };
}
