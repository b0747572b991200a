import type { Json } from '@wbpm/engine';
import { pointerTo } from './pointer.ts';

/** The value without the members at these pointers. */
export function withoutKeys(value: Json, pointers: readonly string[]): Json {
  if (pointers.length === 0) return value;
  const left = new Set(pointers);
  const copy = (part: Json, pointer: string): Json => {
    if (typeof part !== 'object' || part === null) return part;
    if (Array.isArray(part)) return part.map((item: Json, index) => copy(item, pointerTo(pointer, index)));
    return Object.fromEntries(
      Object.entries(part).flatMap(([key, member]) => {
        const at = pointerTo(pointer, key);
        return left.has(at) ? [] : [[key, copy(member, at)]];
      }),
    );
  };
  return copy(value, '');
}
