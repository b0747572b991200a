import type { ActivityType } from '../document/activity.ts';
import { attributesOf } from './attributes.ts';
import { cursorAfterKeyword, expectEnd, isWord, takeWord } from './cursor.ts';
import type { Draft } from './draft.ts';
import { idOf, openEnd, type ScopeInText } from './flows.ts';
import { readAttributes } from './read-attributes.ts';
import { readElement } from './read-element.ts';
import type { Reading } from './reading.ts';
import type { Statement } from './tree.ts';

/** Reads ON and UNDO WITH below an activity; gives the other lines. */
export function readHandlers(
  lines: readonly Statement[],
  host: Draft,
  type: ActivityType,
  scope: ScopeInText,
  reading: Reading,
): readonly Statement[] {
  if (!('for_compensation' in attributesOf[type])) return lines;
  return lines.filter((line) => {
    if (isWord(line.parts[0], 'ON')) readBoundary(line, host, scope, reading);
    else if (isWord(line.parts[0], 'UNDO')) readUndo(line, host, scope, reading);
    else return true;
    return false;
  });
}

/** `ON TIMEOUT "4h" ALONGSIDE: …`; the handler ends with its last step unless an arrow leads on. */
function readBoundary(line: Statement, host: Draft, scope: ScopeInText, reading: Reading): void {
  const { draft, below } = readElement(line, 'boundaryEvent', reading, `${idOf(host)}_event`);
  draft['attached_to'] = idOf(host);
  scope.activities.push(draft);
  reading.readSteps(below, [openEnd(draft, line)], scope, reading);
}

/** `UNDO WITH` and the one activity below it. */
function readUndo(line: Statement, host: Draft, scope: ScopeInText, reading: Reading): void {
  const cursor = cursorAfterKeyword(line);
  takeWord(cursor, 'WITH');
  expectEnd(cursor, reading.report);
  const steps = readAttributes(line.block, {}, 'UNDO WITH', {}, reading);
  const from = scope.activities.length;
  reading.readSteps(steps, [], scope, reading);
  const handler = scope.activities[from];
  if (handler === undefined || steps.length !== 1) {
    const message = `Expected one activity below UNDO WITH, but found ${steps.length}`;
    reading.report(line, 'undo', message);
    return;
  }
  handler['for_compensation'] = true;
  host['compensation_handler'] = idOf(handler);
}
