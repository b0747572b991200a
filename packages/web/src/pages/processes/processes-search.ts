export interface ProcessesSearch {
  readonly q?: string;
  /** The sheet to deploy a file is open. */
  readonly deploy?: true;
}

export function processesSearch(search: Record<string, unknown>): ProcessesSearch {
  const { q } = search;
  return {
    ...(typeof q === 'string' && q !== '' ? { q } : {}),
    ...(search['deploy'] === true ? { deploy: true } : {}),
  };
}
