import { flowAttributes } from './attributes.ts';
import {
  cursorAfterKeyword,
  expectEnd,
  found,
  peek,
  placeAt,
  takeId,
  takeMention,
  takeText,
  takeWord,
} from './cursor.ts';
import type { Draft } from './draft.ts';
import type { FlowInText, OpenEnd, ScopeInText } from './flows.ts';
import { readAttributes } from './read-attributes.ts';
import { conditionAt } from './read-events.ts';
import { mention, type Reading } from './reading.ts';
import type { Statement } from './tree.ts';

export function isArrow(statement: Statement): boolean {
  return statement.parts[0]?.kind === 'arrow';
}

/** Leads the open ends where the arrows say; what is left leads to the next statement. */
export function readArrows(
  arrows: readonly Statement[],
  open: readonly OpenEnd[],
  scope: ScopeInText,
  reading: Reading,
): readonly OpenEnd[] {
  return arrows.flatMap((arrow) => readArrow(arrow, open, scope, reading));
}

/** `-> target AS id "name" WHEN condition`, `-> NEXT`, `-> NOWHERE`. */
function readArrow(
  arrow: Statement,
  open: readonly OpenEnd[],
  scope: ScopeInText,
  reading: Reading,
): readonly OpenEnd[] {
  const cursor = cursorAfterKeyword(arrow);
  const place = takeWord(cursor, 'NEXT', 'NOWHERE');
  const target = place === null ? takeMention(cursor) : null;
  if (place === null && target === null) {
    const message = `Expected an id, a name in double quotes, NEXT or NOWHERE, but found ${found(peek(cursor))}`;
    reading.report(placeAt(cursor), 'arrow', message);
    return [];
  }
  const named = takeWord(cursor, 'AS') !== null;
  const id = named ? takeId(cursor) : null;
  const name = takeText(cursor);
  const isDefault = takeWord(cursor, 'OTHERWISE') !== null;
  const condition = takeWord(cursor, 'WHEN') === null ? undefined : conditionAt(cursor, reading);
  expectEnd(cursor, reading.report);
  const details: Draft = {};
  for (const below of readAttributes(arrow.block, flowAttributes, 'a flow', details, reading)) {
    reading.report(below, 'statement', 'Expected no statement below an arrow, but found one');
  }
  if (id !== null && open.length > 1) {
    const message = `Expected one flow to be called ${id.text}, but found ${open.length} that come together here`;
    reading.report(id, 'arrow', message);
  }
  const { line, column, endLine, endColumn } = arrow;
  const ends = open.map((end, at) => ({
    ...end,
    id: at === 0 ? (id?.text ?? end.id) : end.id,
    name: name?.text ?? end.name,
    documentation: details['documentation'] ?? end.documentation,
    condition: condition ?? end.condition,
    isDefault: isDefault || end.isDefault,
    line,
    column,
    endLine,
    endColumn,
  }));
  if (place === 'NEXT') return ends;
  if (target === null) return [];
  for (const end of ends) {
    const flow: FlowInText = { ...end, to: null };
    scope.flows.push(flow);
    reading.mentions.push(
      mention(target, (to) => {
        flow.to = to;
      }),
    );
  }
  return [];
}
