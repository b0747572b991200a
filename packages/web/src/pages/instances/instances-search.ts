export const statusFilters = [
  'active',
  'incident',
  'suspended',
  'completed',
  'failed',
  'terminated',
] as const;
export type StatusFilter = (typeof statusFilters)[number];

export interface InstancesSearch {
  readonly status?: StatusFilter;
  readonly process?: string;
  readonly key?: string;
}

/** What cannot be read is dropped: an old link still opens the list. */
export function instancesSearch(search: Record<string, unknown>): InstancesSearch {
  const status = statusFilters.find((each) => each === search['status']);
  const { process, key } = search;
  return {
    ...(status === undefined ? {} : { status }),
    ...(typeof process === 'string' && process !== '' ? { process } : {}),
    ...((typeof key === 'string' && key !== '') || typeof key === 'number' ? { key: String(key) } : {}),
  };
}
