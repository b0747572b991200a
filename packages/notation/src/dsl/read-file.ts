import { messageFlowAttributes, processAttributes } from './attributes.ts';
import {
  cursorAfterKeyword,
  expectEnd,
  found,
  isWord,
  peek,
  placeAt,
  takeId,
  takeMention,
  takeText,
  takeWord,
} from './cursor.ts';
import type { Draft } from './draft.ts';
import type { ScopeInText } from './flows.ts';
import { readAttributes } from './read-attributes.ts';
import { readLane, readNote } from './read-data.ts';
import { takeIdAndName, withName } from './read-head.ts';
import { readSteps } from './read-steps.ts';
import { mention, type Reading } from './reading.ts';
import type { Entry, Statement } from './tree.ts';

/** A file of processes, pools and messages in the making. */
export function readFile(entries: readonly Entry[], reading: Reading): Draft {
  const statements = readAttributes(entries, {}, 'a file', {}, reading);
  const file: Draft = {};
  const processes: Draft[] = [];
  const pools: Draft[] = [];
  const messageFlows: Draft[] = [];
  let body: Statement[] | null = null;
  const bodies: { readonly head: Statement | null; readonly body: Statement[] }[] = [];
  for (const statement of statements) {
    const [keyword] = statement.parts;
    if (isWord(keyword, 'WORKFLOW')) {
      body = [];
      bodies.push({ head: statement, body });
    } else if (isWord(keyword, 'COLLABORATION')) {
      const name = takeText(cursorAfterKeyword(statement));
      if (name !== null) file['name'] = name.text;
    } else if (isWord(keyword, 'POOL')) pools.push(readPool(statement, reading));
    else if (isWord(keyword, 'MESSAGE_FLOW')) messageFlows.push(readMessageFlow(statement, reading));
    else {
      if (body === null) {
        reading.report(statement, 'workflow', `Expected WORKFLOW "Name" first, but found ${found(keyword)}`);
        body = [];
        bodies.push({ head: null, body });
      }
      body.push(statement);
    }
  }
  for (const { head, body: steps } of bodies) processes.push(readProcess(head, steps, reading));
  file['processes'] = processes;
  if (pools.length > 0) file['pools'] = pools;
  if (messageFlows.length > 0) file['message_flows'] = messageFlows;
  return file;
}

function readProcess(head: Statement | null, steps: readonly Statement[], reading: Reading): Draft {
  const draft: Draft = {};
  const below = head === null ? [] : readProcessHead(head, draft, reading);
  draft['process_id'] ??= reading.freeId('process');
  draft['name'] ??= 'Process';
  const all = [...below, ...steps];
  const lanes = all.filter(({ parts }) => isWord(parts[0], 'LANE', 'ROLE'));
  const notes = all.filter(({ parts }) => isWord(parts[0], 'NOTE'));
  const scope: ScopeInText = { draft, activities: [], flows: [], data: [], isOrdered: true };
  reading.scopes.push(scope);
  const aside = new Set([...lanes, ...notes]);
  readSteps(
    all.filter((statement) => !aside.has(statement)),
    [],
    scope,
    reading,
  );
  if (lanes.length > 0) draft['lanes'] = lanes.map((lane) => readLane(lane, reading));
  if (notes.length > 0) draft['notes'] = notes.map((note) => readNote(note, reading));
  const place = head ?? steps[0];
  if (place !== undefined) checkEnds(scope, place, reading);
  return draft;
}

function readProcessHead(head: Statement, draft: Draft, reading: Reading): readonly Statement[] {
  const cursor = cursorAfterKeyword(head);
  const { id, name } = takeIdAndName(cursor, head, 'process', reading);
  if (name === null) {
    const message = `Expected the name of the process in double quotes, but found ${found(peek(cursor))}`;
    reading.report(placeAt(cursor), 'workflow', message);
  }
  expectEnd(cursor, reading.report);
  draft['process_id'] = id;
  draft['name'] = name ?? id;
  return readAttributes(head.block, processAttributes, 'WORKFLOW', draft, reading);
}

function checkEnds(scope: ScopeInText, place: Statement, { report }: Reading): void {
  if (scope.activities.length === 0) {
    report(place, 'empty-workflow', 'Expected steps below WORKFLOW, but found none', 'warning');
    return;
  }
  const types = new Set(scope.activities.map(({ type }) => type));
  if (!types.has('startEvent')) report(place, 'missing-start', 'Expected a START, but found none', 'warning');
  if (!types.has('endEvent')) report(place, 'missing-end', 'Expected an END, but found none', 'warning');
}

/** `POOL id "Name" RUNS process`. */
function readPool(statement: Statement, reading: Reading): Draft {
  const cursor = cursorAfterKeyword(statement);
  const { id, name } = takeIdAndName(cursor, statement, 'pool', reading);
  const draft: Draft = { id, name: name ?? id };
  if (takeWord(cursor, 'RUNS') !== null) {
    const process = takeMention(cursor);
    if (process === null) {
      reading.report(
        placeAt(cursor),
        'pool',
        `Expected the id of a process, but found ${found(peek(cursor))}`,
      );
    } else {
      reading.mentions.push(
        mention(process, (processId) => {
          draft['process_id'] = processId;
        }),
      );
    }
  }
  expectEnd(cursor, reading.report);
  readAttributes(statement.block, {}, 'POOL', {}, reading);
  return draft;
}

/** `MESSAGE_FLOW id "name" FROM a TO b`. */
function readMessageFlow(statement: Statement, reading: Reading): Draft {
  const cursor = cursorAfterKeyword(statement);
  const id = takeId(cursor);
  const name = takeText(cursor);
  const draft: Draft = {
    ...(id === null ? {} : { id: id.text }),
    ...withName(name?.text ?? null),
    from: '',
    to: '',
  };
  for (const [word, key] of [
    ['FROM', 'from'],
    ['TO', 'to'],
  ] as const) {
    const end = takeWord(cursor, word) === null ? null : takeMention(cursor);
    if (end === null) {
      const message = `Expected ${word} and the id of a pool or element, but found ${found(peek(cursor))}`;
      reading.report(placeAt(cursor), 'message-flow', message);
      continue;
    }
    reading.mentions.push(
      mention(end, (target) => {
        draft[key] = target;
      }),
    );
  }
  expectEnd(cursor, reading.report);
  readAttributes(statement.block, messageFlowAttributes, 'MESSAGE_FLOW', draft, reading);
  return draft;
}
