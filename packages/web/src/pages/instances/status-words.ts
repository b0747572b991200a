import { type StatusFilter, statusFilters } from './instances-search.ts';

const words: Readonly<Record<StatusFilter, string>> = {
  active: 'Active',
  incident: 'Incident',
  suspended: 'Suspended',
  completed: 'Completed',
  failed: 'Failed',
  terminated: 'Cancelled',
};

/** The states to choose from, in the words of the rest of the product. */
export const statusChoices = statusFilters.map((value) => ({ value, label: words[value] }));
