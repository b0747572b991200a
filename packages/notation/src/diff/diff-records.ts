import { type ChoiceOrder, choiceOrder } from '../records/choice-order.ts';
import {
  type DocumentRecords,
  type ElementRecord,
  nameOfRecord,
  rootKey,
} from '../records/document-records.ts';
import { ends, toolAttributes } from '../records/known-names.ts';
import { layoutChanges } from './layout-changes.ts';
import type { ElementMove, ElementSummary, ModelDiff, PropertyChange } from './model-diff.ts';
import { commentChange, propertyChanges } from './property-changes.ts';
import { withEarlierIds } from './renamed-records.ts';
import { findRenames } from './renames.ts';

/** Compares two documents that were read with the same table of names. */
export function diffRecords(before: DocumentRecords, after: DocumentRecords): ModelDiff {
  const renames = findRenames(before, after);
  const same = withEarlierIds(after, renames);
  const [was, is] = [before.elements, same.elements];
  const laterId = new Map([...renames].map(([later, earlier]) => [earlier, later]));
  const both = [...is.values()].flatMap((record) => {
    const earlier = was.get(record.key);
    return earlier === undefined ? [] : [{ earlier, current: record }];
  });
  const order = { was: choiceOrder(was), is: choiceOrder(is) };
  const later = (id: string) => laterId.get(id) ?? id;
  const summary = (record: ElementRecord) => summaryOf(record, later);
  return {
    added: [...is.values()].filter(({ key }) => !was.has(key)).map(summary),
    removed: [...was.values()].filter(({ key }) => !is.has(key)).map((record) => summaryOf(record)),
    changed: both.flatMap(({ earlier, current }) => {
      const changes = changesOf(earlier, current);
      return changes.length === 0 ? [] : [{ ...summary(current), changes }];
    }),
    moved: both.flatMap(({ earlier, current }) => {
      const moves = movesOf(earlier, current, order);
      return moves.length === 0 ? [] : [{ ...summary(current), moves }];
    }),
    renamed: [...after.elements.values()].flatMap((record) => {
      const earlier = renames.get(record.key);
      return earlier === undefined ? [] : [{ ...summaryOf(record), before: earlier }];
    }),
    layout: layoutChanges(before, same).map((change) => ({ ...change, id: later(change.id) })),
  };
}

function summaryOf(record: ElementRecord, called = (id: string) => id): ElementSummary {
  return {
    id: called(record.key),
    type: record.type,
    name: nameOfRecord(record),
    parent: record.parent === rootKey || record.parent === null ? null : called(record.parent),
    ends: ends.flatMap((end) => record.attributes.get(end) ?? []).map(called),
  };
}

function changesOf(earlier: ElementRecord, later: ElementRecord): readonly PropertyChange[] {
  const type = { path: 'type', before: earlier.type, after: later.type };
  return [
    ...(earlier.type === later.type ? [] : [type]),
    ...propertyChanges(earlier, later).filter(
      ({ path }) => later.parent !== null || !toolAttributes.has(path),
    ),
    ...commentChange(earlier.comments, later.comments),
  ];
}

function movesOf(
  earlier: ElementRecord,
  later: ElementRecord,
  order: { readonly was: ChoiceOrder; readonly is: ChoiceOrder },
): ElementMove['moves'] {
  const lanes = [earlier.lanes.join(' '), later.lanes.join(' ')] as const;
  const [was, is] = commonOrder(order.was.get(later.key), order.is.get(later.key));
  return [
    ...(earlier.parent === later.parent
      ? []
      : [{ of: 'parent' as const, before: earlier.parent, after: later.parent }]),
    ...(lanes[0] === lanes[1]
      ? []
      : [{ of: 'lane' as const, before: lanes[0] || null, after: lanes[1] || null }]),
    ...(was === is ? [] : [{ of: 'order' as const, before: was, after: is }]),
  ];
}

function commonOrder(
  was: readonly string[] = [],
  is: readonly string[] = [],
): readonly [was: string, is: string] {
  const [earlier, later] = [new Set(was), new Set(is)];
  return [was.filter((key) => later.has(key)).join(' '), is.filter((key) => earlier.has(key)).join(' ')];
}
