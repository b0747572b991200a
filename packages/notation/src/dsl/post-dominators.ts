import type { Content } from '../document/activity.ts';

/** The element that every path from an element to the end of the scope passes first; none where there is none. */
export function postDominators({ activities, flows }: Content): ReadonlyMap<string, string> {
  const numbers = new Map(activities.map(({ id }, at) => [id, at + 1]));
  const next: number[][] = Array.from({ length: activities.length + 1 }, () => []);
  const previous: number[][] = Array.from({ length: activities.length + 1 }, () => []);
  for (const { from, to } of flows) {
    const source = numbers.get(from);
    const target = numbers.get(to);
    if (source === undefined || target === undefined) continue;
    next[source]?.push(target);
    previous[target]?.push(source);
  }
  next.forEach((targets, at) => {
    if (at > 0 && targets.length === 0) {
      targets.push(0);
      previous[0]?.push(at);
    }
  });
  const order = reversePostorder(previous);
  const dominator = immediate(order, next);
  return new Map(
    activities.flatMap(({ id }, at): readonly (readonly [string, string])[] => {
      const found = activities[(dominator[at + 1] ?? 0) - 1];
      return found === undefined ? [] : [[id, found.id]];
    }),
  );
}

/** The numbers that lead to 0, from 0 on. */
function reversePostorder(previous: readonly (readonly number[])[]): readonly number[] {
  const seen = new Set([0]);
  const order: number[] = [];
  const path: { readonly at: number; child: number }[] = [{ at: 0, child: 0 }];
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const child = previous[top.at]?.[top.child];
    if (child === undefined) {
      order.push(top.at);
      path.pop();
    } else {
      top.child += 1;
      if (seen.has(child)) continue;
      seen.add(child);
      path.push({ at: child, child: 0 });
    }
  }
  return order.reverse();
}

/** Cooper, Harvey and Kennedy, "A simple, fast dominance algorithm", on the reversed graph. */
function immediate(
  order: readonly number[],
  next: readonly (readonly number[])[],
): readonly (number | undefined)[] {
  const rank = new Map(order.map((node, at) => [node, at]));
  const found: (number | undefined)[] = [];
  found[0] = 0;
  const meet = (first: number, second: number): number => {
    let a = first;
    let b = second;
    while (a !== b) {
      if ((rank.get(a) ?? 0) > (rank.get(b) ?? 0)) a = found[a] ?? 0;
      else b = found[b] ?? 0;
    }
    return a;
  };
  // A graph of people's processes settles in two or three rounds.
  for (let round = 0, changed = true; changed && round < 20; round += 1) {
    changed = false;
    for (const node of order) {
      if (node === 0) continue;
      const known = (next[node] ?? []).filter((target) => found[target] !== undefined);
      const [first, ...others] = known;
      if (first === undefined) continue;
      const dominator = others.reduce(meet, first);
      if (found[node] === dominator) continue;
      found[node] = dominator;
      changed = true;
    }
  }
  return found;
}
