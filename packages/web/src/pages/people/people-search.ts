export interface OpenSearch {
  /** What is open beside the list, by its id. */
  readonly open?: string;
  /** The form for another one is open. */
  readonly create?: true;
}

export interface UsersSearch extends OpenSearch {
  readonly q?: string;
  readonly status?: 'active' | 'disabled';
}

/** What cannot be read is dropped: an old link still opens the list. */
export function openSearch(search: Record<string, unknown>): OpenSearch {
  const open = textOf(search['open']);
  return {
    ...(open === null ? {} : { open }),
    ...(search['create'] === true ? { create: true } : {}),
  };
}

export function usersSearch(search: Record<string, unknown>): UsersSearch {
  const q = textOf(search['q']);
  const { status } = search;
  return {
    ...openSearch(search),
    ...(q === null ? {} : { q }),
    ...(status === 'active' || status === 'disabled' ? { status } : {}),
  };
}

/** An id of digits stands in the address as a number. */
function textOf(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text !== '' ? text : null;
}
