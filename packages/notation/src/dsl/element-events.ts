import type { ActivityType } from '../document/activity.ts';
import { throwAttributes, triggerAttributes } from './attributes.ts';
import type { Draft } from './draft.ts';
import type { ReadEvent } from './read-events.ts';

/** The list of events that a type of element has, and the details each may have. */
export function eventsOf(type: ActivityType) {
  if (type === 'startEvent' || type === 'intermediateCatchEvent' || type === 'boundaryEvent') {
    return { direction: 'catches', list: 'triggers', details: triggerAttributes } as const;
  }
  if (type === 'endEvent' || type === 'intermediateThrowEvent') {
    return { direction: 'throws', list: 'throws', details: throwAttributes } as const;
  }
  return null;
}

/** An event with those of its details that stand among the attributes of its element. */
export function withDetails(event: ReadEvent, keys: readonly string[], draft: Draft): Draft {
  for (const key of keys) {
    if (draft[key] === undefined) continue;
    event.details[key] = draft[key];
    Reflect.deleteProperty(draft, key);
  }
  return { [event.kind]: event.details };
}
