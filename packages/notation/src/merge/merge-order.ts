import { pushTo } from '../grouped.ts';
import { choiceOrder } from '../records/choice-order.ts';
import type { ElementRecord } from '../records/document-records.ts';
import { conflictAt, type Elements } from './merge-elements.ts';
import type { Versions } from './merge-parts.ts';
import { mergeSequence } from './merge-sequence.ts';
import type { MergeConflict } from './model-merge.ts';

/**
 * Puts the merged elements in order, each after what it stands in. The order of flows that are chosen
 * between is merged by itself, since it means something and the rest does not.
 */
export function inMergedOrder(
  elements: Elements,
  versions: Versions<Elements>,
  report: (conflict: MergeConflict) => void,
): ReadonlyMap<string, ElementRecord> {
  const [base, ours, theirs] = [versions.base, versions.ours, versions.theirs].map(childrenByParent);
  const merged = childrenByParent(elements);
  const order = new Map<string | null, readonly string[]>();
  for (const [parent, present] of merged) {
    order.set(
      parent,
      mergeSequence(
        base?.get(parent) ?? [],
        ours?.get(parent) ?? [],
        theirs?.get(parent) ?? [],
        new Set(present),
      ),
    );
  }
  const choices = mergedChoices(elements, versions, report);
  const sorted = new Map<string, ElementRecord>();
  const put = (parent: string | null) => {
    for (const key of withChoices(order.get(parent) ?? [], elements, choices)) {
      const record = elements.get(key);
      if (record === undefined || sorted.has(key)) continue;
      sorted.set(key, record);
      put(key);
    }
  };
  put(null);
  return sorted;
}

function childrenByParent(elements: Elements): ReadonlyMap<string | null, readonly string[]> {
  const children = new Map<string | null, string[]>();
  for (const { key, parent } of elements.values()) {
    pushTo(children, parent, key);
  }
  return children;
}

function mergedChoices(
  elements: Elements,
  versions: Versions<Elements>,
  report: (conflict: MergeConflict) => void,
): ReadonlyMap<string, readonly string[]> {
  const [base, ours, theirs] = [versions.base, versions.ours, versions.theirs].map(choiceOrder);
  const merged = new Map<string, readonly string[]>();
  for (const [gateway, present] of choiceOrder(elements)) {
    const [was, our, their] = [base, ours, theirs].map((order) => order?.get(gateway) ?? []);
    merged.set(gateway, mergeSequence(was ?? [], our ?? [], their ?? [], new Set(present)));
    const [inBase, inTheirs] = [new Set(was), new Set(their)];
    const common = new Set((our ?? []).filter((key) => inBase.has(key) && inTheirs.has(key)));
    const [before, here, there] = [was, our, their].map(
      (order) => order?.filter((key) => common.has(key)).join(' ') ?? '',
    );
    const record = elements.get(gateway);
    if (record === undefined || before === here || before === there || here === there) continue;
    report({
      ...conflictAt(record),
      kind: 'changed-differently',
      path: 'order',
      base: before ?? null,
      ours: here ?? null,
      theirs: there ?? null,
      message: `Expected one order of the flows that leave ${gateway}, but found '${here ?? ''}' in ours and '${there ?? ''}' in theirs`,
    });
  }
  return merged;
}

/** The flows of each gateway take, in their own order, the places they have among their siblings. */
function withChoices(
  siblings: readonly string[],
  elements: Elements,
  choices: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const here = new Set(siblings);
  const next = new Map<string, Iterator<string>>();
  return siblings.map((key) => {
    const { type, attributes } = elements.get(key) ?? {};
    const source = attributes?.get('sourceRef') ?? '';
    const flows = choices.get(source);
    if (type !== 'sequenceFlow' || flows === undefined) return key;
    const queue = next.get(source) ?? flows.filter((flow) => here.has(flow)).values();
    next.set(source, queue);
    const result = queue.next();
    return result.done === true ? key : result.value;
  });
}
