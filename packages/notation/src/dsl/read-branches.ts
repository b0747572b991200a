import type { ActivityType } from '../document/activity.ts';
import { cursorAfterKeyword, expectEnd, isWord } from './cursor.ts';
import type { Draft } from './draft.ts';
import { connect, idOf, type OpenEnd, openEnd, type ScopeInText } from './flows.ts';
import { isArrow, readArrows } from './read-arrows.ts';
import { readAttributes } from './read-attributes.ts';
import { readElement } from './read-element.ts';
import { conditionAt } from './read-events.ts';
import type { Reading } from './reading.ts';
import { type Steps, takeWhile } from './steps.ts';
import type { Statement } from './tree.ts';

export function isBranch({ parts }: Statement): boolean {
  return isWord(parts[0], 'WHEN', 'OTHERWISE', 'BRANCH');
}

/** WHEN and OTHERWISE without a gateway of their own. */
export function readChoice(
  steps: Steps,
  open: readonly OpenEnd[],
  scope: ScopeInText,
  reading: Reading,
): readonly OpenEnd[] {
  const branches = takeWhile(steps, isBranch);
  const [first] = branches;
  if (first === undefined) return open;
  const { line, column, endLine, endColumn } = first;
  const draft: Draft = { id: reading.freeId('choice'), type: 'exclusiveGateway' };
  reading.named.push({ id: idOf(draft), name: null, line, column, endLine, endColumn, lastLine: endLine });
  scope.activities.push(draft);
  connect(open, idOf(draft), scope);
  const left = readBranches(branches, draft, scope, reading);
  return readJoin(steps, 'exclusiveGateway', idOf(draft), left, scope, reading);
}

/** The branches of a gateway, and its arrows among them; what is left open comes together after them. */
export function readBranches(
  lines: readonly Statement[],
  gateway: Draft,
  scope: ScopeInText,
  reading: Reading,
): readonly OpenEnd[] {
  const open: OpenEnd[] = [];
  let isEnded = false;
  for (const line of lines) {
    if (isArrow(line)) {
      open.push(...readArrows([line], [openEnd(gateway, line)], scope, reading));
      continue;
    }
    const cursor = cursorAfterKeyword(line);
    const isDefault = isWord(line.parts[0], 'OTHERWISE');
    if (!isBranch(line)) {
      reading.report(
        line,
        'branch',
        'Expected WHEN, OTHERWISE, BRANCH or an arrow, but found another statement',
      );
      continue;
    }
    if (isDefault && isEnded) reading.report(line, 'branch', 'Expected one OTHERWISE, but found another one');
    isEnded ||= isDefault;
    const condition = isWord(line.parts[0], 'WHEN') ? conditionAt(cursor, reading) : undefined;
    expectEnd(cursor, reading.report);
    const steps = readAttributes(line.block, {}, 'a branch', {}, reading);
    const end = { ...openEnd(gateway, line), condition, isDefault };
    open.push(...reading.readSteps(steps, [end], scope, reading));
  }
  return open;
}

/** The gateway where branches come together: PARALLEL and INCLUSIVE have one, others where JOIN says so. */
export function readJoin(
  steps: Steps,
  type: ActivityType,
  splitId: string,
  open: readonly OpenEnd[],
  scope: ScopeInText,
  reading: Reading,
): readonly OpenEnd[] {
  const next = steps.statements[steps.at];
  if (isWord(next?.parts[0], 'JOIN') && next !== undefined) {
    steps.at += 1;
    const joinType = type === 'parallelGateway' || type === 'inclusiveGateway' ? type : 'exclusiveGateway';
    const { draft, below } = readElement(next, joinType, reading, `${splitId}_join`);
    scope.activities.push(draft);
    connect(open, idOf(draft), scope);
    const own = [openEnd(draft, next)];
    return below.length > 0 ? readArrows(below, own, scope, reading) : own;
  }
  if (open[0] === undefined || (type !== 'parallelGateway' && type !== 'inclusiveGateway')) return open;
  const draft: Draft = { id: reading.freeId(`${splitId}_join`), type };
  scope.activities.push(draft);
  connect(open, idOf(draft), scope);
  return [openEnd(draft, open[0])];
}
