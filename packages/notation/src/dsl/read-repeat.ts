import { cursorAfterKeyword, expectEnd, isWord } from './cursor.ts';
import type { Draft } from './draft.ts';
import { connect, idOf, type OpenEnd, openEnd, type ScopeInText } from './flows.ts';
import { readAttributes } from './read-attributes.ts';
import { conditionAt } from './read-events.ts';
import type { Reading } from './reading.ts';
import type { Steps } from './steps.ts';

/** `REPEAT:` steps, then `UNTIL condition` or `WHILE condition`: a gateway before the steps and one after. */
export function readRepeatBlock(
  steps: Steps,
  open: readonly OpenEnd[],
  scope: ScopeInText,
  reading: Reading,
): readonly OpenEnd[] {
  const statement = steps.statements[steps.at];
  if (statement === undefined) return open;
  steps.at += 1;
  expectEnd(cursorAfterKeyword(statement), reading.report);
  const entry: Draft = { id: reading.freeId('repeat'), type: 'exclusiveGateway' };
  const exit: Draft = { id: reading.freeId('again'), type: 'exclusiveGateway' };
  const { line, column, endLine, endColumn } = statement;
  for (const gateway of [entry, exit]) {
    reading.named.push({
      id: idOf(gateway),
      name: null,
      line,
      column,
      endLine,
      endColumn,
      lastLine: endLine,
    });
  }
  scope.activities.push(entry);
  connect(open, idOf(entry), scope);
  const inner = readAttributes(statement.block, {}, 'REPEAT', {}, reading);
  const left = reading.readSteps(inner, [openEnd(entry, statement)], scope, reading);
  scope.activities.push(exit);
  connect(left, idOf(exit), scope);
  const end = steps.statements[steps.at];
  if (end === undefined || !isWord(end.parts[0], 'UNTIL', 'WHILE')) {
    reading.report(statement, 'repeat', 'Expected UNTIL or WHILE after the steps of REPEAT, but found none');
    return [openEnd(exit, statement)];
  }
  steps.at += 1;
  const cursor = cursorAfterKeyword(end);
  const condition = conditionAt(cursor, reading);
  expectEnd(cursor, reading.report);
  const isUntil = isWord(end.parts[0], 'UNTIL');
  const held = { ...openEnd(exit, end), condition };
  const otherwise = { ...openEnd(exit, end), isDefault: true };
  connect([isUntil ? otherwise : held], idOf(entry), scope);
  return [isUntil ? held : otherwise];
}
