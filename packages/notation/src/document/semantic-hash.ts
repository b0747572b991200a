import type { ProcessModel } from '@wbpm/engine';

/**
 * What compiled processes mean, as text: equal exactly where the engine would do the same. The order of keys and
 * of processes says nothing, nor that of flows of different sources.
 */
export function semanticText(processes: readonly ProcessModel[]): string {
  const sorted = [...processes].sort((a, b) => compare(a.processId, b.processId));
  return JSON.stringify(sorted.map(withGroupedFlows), sortedKeys, 1);
}

/** Sorting is stable: flows that leave the same element keep their order. */
function withGroupedFlows(model: ProcessModel): ProcessModel {
  return { ...model, flows: [...model.flows].sort((a, b) => compare(a.sourceId, b.sourceId)) };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => compare(a, b)));
}
