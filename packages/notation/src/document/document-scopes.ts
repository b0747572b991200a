import type { Content } from './activity.ts';
import type { Lane } from './process-document.ts';

/** A process or subprocess and its place in the document. */
export interface PlacedScope {
  readonly scope: Content;
  readonly pointer: string;
}

/** A mention of an id and its place. */
export interface PlacedId {
  readonly id: string;
  readonly pointer: string;
}

/** A process and every subprocess in it, from outside inwards. */
export function scopesIn(content: Content, pointer: string): readonly PlacedScope[] {
  const scopes: PlacedScope[] = [{ scope: content, pointer }];
  // The list grows while it is walked: subprocesses found on the way are scopes to walk as well.
  for (const { scope, pointer: at } of scopes) {
    scope.activities.forEach((activity, index) => {
      if ('activities' in activity) scopes.push({ scope: activity, pointer: `${at}/activities/${index}` });
    });
  }
  return scopes;
}

/** The ids that items of a list give themselves. */
export function idsOf(
  items: readonly { readonly id?: string | undefined }[] | undefined,
  pointer: string,
): readonly PlacedId[] {
  return (items ?? []).flatMap(({ id }, index) =>
    id === undefined ? [] : [{ id, pointer: `${pointer}/${index}/id` }],
  );
}

/** Lanes and the lanes within them. */
export function lanesIn(
  lanes: readonly Lane[] | undefined,
  pointer: string,
): readonly { readonly lane: Lane; readonly pointer: string }[] {
  return (lanes ?? []).flatMap((lane, index) => {
    const at = `${pointer}/${index}`;
    return [{ lane, pointer: at }, ...lanesIn(lane.lanes, `${at}/lanes`)];
  });
}
