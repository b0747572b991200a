import type { Json } from '@wbpm/engine';
import { isList, isObject } from './alias-values.ts';

/** How many activities and flows a definition holds, at whatever depth. */
export function sizeOf(definition: Json): number {
  let size = 0;
  const pending: Json[] = [definition];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (isList(value)) for (const item of value) pending.push(item);
    if (!isObject(value)) continue;
    for (const [key, member] of Object.entries(value)) {
      if (isList(member) && (key === 'activities' || key === 'flows')) {
        // Lanes list the ids of activities.
        size += member.filter((item) => typeof item !== 'string').length;
      }
      pending.push(member);
    }
  }
  return size;
}
