import { found, isWord } from './cursor.ts';
import type { Draft } from './draft.ts';
import { connect, idOf, type OpenEnd, openEnd, type ScopeInText } from './flows.ts';
import { keywords } from './keywords.ts';
import { suggestion } from './nearest.ts';
import { isArrow, readArrows } from './read-arrows.ts';
import { isBranch, readBranches, readChoice, readJoin } from './read-branches.ts';
import { readData } from './read-data.ts';
import { readElement } from './read-element.ts';
import { readHandlers } from './read-handlers.ts';
import { readRepeatBlock } from './read-repeat.ts';
import { readContent } from './read-scope.ts';
import type { Reading } from './reading.ts';
import { type Steps, takeWhile } from './steps.ts';
import type { Statement } from './tree.ts';

/** Reads statements in order; gives the ends that whatever follows them will be connected to. */
export function readSteps(
  statements: readonly Statement[],
  open: readonly OpenEnd[],
  scope: ScopeInText,
  reading: Reading,
): readonly OpenEnd[] {
  const steps: Steps = { statements, at: 0 };
  let ends = open;
  for (let statement = statements[0]; statement !== undefined; statement = statements[steps.at]) {
    const [keyword] = statement.parts;
    if (isArrow(statement)) {
      ends = readArrows(takeWhile(steps, isArrow), ends, scope, reading);
    } else if (isBranch(statement)) {
      ends = readChoice(steps, ends, scope, reading);
    } else if (isWord(keyword, 'REPEAT')) {
      ends = readRepeatBlock(steps, ends, scope, reading);
    } else {
      steps.at += 1;
      if (!isWord(keyword, 'DATA')) ends = readStep(statement, steps, ends, scope, reading);
      else scope.data.push(readData(statement, reading));
    }
  }
  return ends;
}

function readStep(
  statement: Statement,
  steps: Steps,
  ends: readonly OpenEnd[],
  scope: ScopeInText,
  reading: Reading,
): readonly OpenEnd[] {
  const [keyword] = statement.parts;
  if (isWord(keyword, 'ON', 'WHENEVER')) {
    readEventSubprocess(statement, scope, reading);
    return ends;
  }
  const name = keyword?.kind === 'word' ? keyword.text.toUpperCase() : '';
  const type = Object.hasOwn(keywords, name) ? keywords[name]?.type : undefined;
  if (type === undefined || type === null) {
    reportKeyword(statement, name, type === null, reading);
    return ends;
  }
  const element = readElement(statement, type, reading);
  const { draft } = element;
  scope.activities.push(draft);
  const isBeside = type === 'eventSubProcess' || draft['for_compensation'] === true;
  const begins = type === 'startEvent' || type === 'boundaryEvent' || isLink(draft, 'triggers');
  if (!isBeside && !begins) connect(ends, idOf(draft), scope);
  const rest = readHandlers(element.below, draft, type, scope, reading);
  const leaves = scope.isOrdered && type !== 'endEvent' && !isBeside && !isLink(draft, 'throws');
  const own = [openEnd(draft, statement)];
  if (type.endsWith('Process') || type === 'transaction') {
    const arrows = rest.filter(isArrow);
    const inner = rest.filter((below) => !isArrow(below));
    readContent(inner, draft, type !== 'adHocSubProcess', reading);
    const left = arrows.length > 0 ? readArrows(arrows, own, scope, reading) : leaves ? own : [];
    return isBeside ? ends : left;
  }
  if (rest.some(isBranch)) {
    const left = readBranches(rest, draft, scope, reading);
    return readJoin(steps, type, idOf(draft), left, scope, reading);
  }
  const arrows = rest.filter(isArrow);
  for (const other of rest) if (!isArrow(other)) reportMisplaced(other, name, reading);
  if (type === 'boundaryEvent' && draft['attached_to'] === undefined) {
    reading.report(
      statement,
      'attached-to',
      'Expected attached_to: and the id of an activity, but found none',
    );
  }
  const left = arrows.length > 0 ? readArrows(arrows, own, scope, reading) : leaves ? own : [];
  return isBeside ? ends : left;
}

function isLink(draft: Draft, list: string): boolean {
  const events = draft[list];
  return (
    Array.isArray(events) &&
    events.some((event: unknown) => typeof event === 'object' && event !== null && 'link' in event)
  );
}

/** `ON MESSAGE "x": …` or `WHENEVER MESSAGE "x": …` in a process: an event subprocess with its start. */
function readEventSubprocess(statement: Statement, scope: ScopeInText, reading: Reading): void {
  const start = readElement(statement, 'startEvent', reading, 'on_event');
  const startId = idOf(start.draft);
  const draft: Draft = { id: reading.freeId(`${startId}_handling`), type: 'eventSubProcess' };
  scope.activities.push(draft);
  readContent(start.below, draft, true, reading, start.draft, statement);
}

const beginnings = [
  ...Object.entries(keywords).flatMap(([word, { type }]) => (type === null ? [] : [word])),
  ...['WHEN', 'OTHERWISE', 'REPEAT', 'WHENEVER', 'WORKFLOW', 'LANE', 'NOTE', 'DATA'],
];

function reportKeyword(statement: Statement, keyword: string, isKnown: boolean, { report }: Reading): void {
  const [first] = statement.parts;
  if (isKnown) {
    report(
      statement,
      'statement',
      `Expected a step such as USER_TASK or END, but found ${keyword}, which has no place here`,
    );
    return;
  }
  report(statement, 'unknown-keyword', () => {
    const near = first?.kind === 'word' ? suggestion(first.text, beginnings) : '';
    return `Expected a keyword such as USER_TASK or END, but found ${found(first)}${near}`;
  });
}

function reportMisplaced(statement: Statement, above: string, { report }: Reading): void {
  const [first] = statement.parts;
  const inner = ['ON', 'UNDO', 'FOR', 'REPEAT', 'FIELD', 'CATCHES', 'THROWS', 'WHEN', 'OTHERWISE', 'BRANCH'];
  report(statement, 'statement', () => {
    const near = first?.kind === 'word' ? suggestion(first.text, inner) : '';
    return `Expected what belongs to ${above}, but found ${found(first)}${near}`;
  });
}
