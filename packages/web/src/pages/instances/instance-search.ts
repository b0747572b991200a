export const instanceTabs = ['timeline', 'variables', 'journal'] as const;
export type InstanceTab = (typeof instanceTabs)[number];

export interface InstanceSearch {
  readonly tab?: InstanceTab;
}

export function instanceSearch(search: Record<string, unknown>): InstanceSearch {
  const tab = instanceTabs.find((each) => each === search['tab']);
  return tab === undefined ? {} : { tab };
}
