import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  end,
  exclusive,
  flow,
  literal,
  parallel,
  processOf,
  sequence,
  serviceTask,
  start,
  timer,
  userTask,
} from '../testing/model.ts';
import { run } from '../testing/run.ts';
import { forbiddenTransitions, transitionsIn, transitionsOf } from '../testing/transitions.ts';
import type { JournalEntry } from './event.ts';
import { assertInstanceTransition, assertTransition, instanceLifecycle, lifecycle } from './lifecycle.ts';

const page = readFileSync(new URL('../../../../docs/lifecycles.md', import.meta.url), 'utf8');

describe.each([
  ['Element instance', lifecycle],
  ['Process instance', instanceLifecycle],
] as const)('docs/lifecycles.md, %s', (title, table) => {
  const section = page.split(/^## /m).find((part) => part.startsWith(title)) ?? '';

  test('the drawing shows the transitions of the code', () => {
    expect(transitionsMatching(section, /^ {2}(\w+) --> (\w+)$/gm)).toEqual(transitionsIn(table).sort());
  });

  test('the table lists the transitions of the code', () => {
    expect(transitionsMatching(section, /^\| `(\w+)` +\| `(\w+)` +\|/gm)).toEqual(
      transitionsIn(table).sort(),
    );
  });

  test('the drawing ends where the code has no way on', () => {
    const ends = Object.entries<readonly string[]>(table).filter(([, to]) => to.length === 0);
    const drawn = [...section.matchAll(/^ {2}(\w+) --> \[\*\]$/gm)].map(([, from]) => from);
    expect(drawn).toEqual(ends.map(([status]) => status));
  });
});

function transitionsMatching(section: string, pattern: RegExp): string[] {
  return [...section.matchAll(pattern)].map(([, from, to]) => `${from} > ${to}`).sort();
}

test('journals show every transition of the tables, and none besides', () => {
  const journals = [cancelled(), suspendedAndCompleted(), joined(), failed(), suspendedAndCancelled()];
  const elements = new Set(journals.flatMap((journal) => [...transitionsOf(journal).elements]));
  const instance = new Set(journals.flatMap((journal) => [...transitionsOf(journal).instance]));
  expect([...elements].sort()).toEqual(transitionsIn(lifecycle).sort());
  expect([...instance].sort()).toEqual(transitionsIn(instanceLifecycle).sort());
});

test('a journal with another transition would be noticed', () => {
  const of = { elementId: 'a', elementInstanceId: 'id' };
  const entry: JournalEntry = {
    firstSeq: 1,
    at: 0,
    actor: 'x',
    command: 'x',
    events: [
      { type: 'elementReady', ...of, scopeId: 'i', flowId: null },
      { type: 'elementCompleted', ...of },
      { type: 'instanceCompleted' },
      { type: 'instanceResumed' },
    ],
  };
  expect(forbiddenTransitions([entry])).toEqual(['ready > completed', 'completed > active']);
});

test('a transition outside the table is thrown', () => {
  expect(() => assertTransition('a', 'completed', 'active')).toThrow(
    "Expected element 'a' not to go from completed to active",
  );
  expect(() => assertInstanceTransition('failed', 'active')).toThrow(
    'Expected an instance not to go from failed to active',
  );
});

function cancelled(): JournalEntry[] {
  const instance = run(
    processOf(
      [
        start(),
        parallel('fork'),
        userTask('active'),
        timer('ready', 'duration', literal('soon')),
        exclusive('completing'),
        end(),
      ],
      'start > fork > active > end',
      'fork > ready > end',
      'fork > completing',
      flow('completing', 'end', 'false'),
    ),
  );
  instance.cancel();
  return instance.journal;
}

function suspendedAndCompleted(): JournalEntry[] {
  const instance = run(sequence(userTask('a')));
  instance.suspend();
  instance.resume();
  instance.complete('a');
  return instance.journal;
}

function suspendedAndCancelled(): JournalEntry[] {
  const instance = run(sequence(userTask('a')));
  instance.suspend();
  instance.cancel();
  return instance.journal;
}

function joined(): JournalEntry[] {
  const graph = processOf(
    [start(), parallel('fork'), exclusive('a'), parallel('join'), end()],
    'start > fork > a > join > end',
    'fork > join',
  );
  return run(graph).journal;
}

function failed(): JournalEntry[] {
  const instance = run(sequence(serviceTask('pay')));
  instance.execute({
    type: 'throwJobError',
    elementInstanceId: instance.one('pay').id,
    errorCode: 'x',
    message: null,
    variables: {},
  });
  return instance.journal;
}
