import type { Content } from '../document/activity.ts';
import type { ProcessFile } from '../document/process-document.ts';

/**
 * A document in which order says nothing: activities and flows by id, but flows that leave the same element in
 * theirs. The text of the DSL follows the flows, so that the order of activities is not kept.
 */
export function normalDocument(file: ProcessFile): unknown {
  const sorted: unknown = JSON.parse(JSON.stringify(file), (_key, value: unknown) => {
    if (!isContent(value)) return value;
    return {
      ...value,
      activities: [...value.activities].sort(byKey(({ id }) => id)),
      flows: [...value.flows].sort(byKey(({ from }) => from)),
    };
  });
  return sorted;
}

function isContent(value: unknown): value is Content {
  return typeof value === 'object' && value !== null && 'activities' in value && 'flows' in value;
}

function byKey<Item>(key: (item: Item) => string): (a: Item, b: Item) => number {
  return (a, b) => Number(key(a) > key(b)) - Number(key(a) < key(b));
}
