import type { JournalEntry } from '@wbpm/engine';
import { expect, test } from 'vitest';
import type { SeenInstance } from './host.ts';
import { journalDifferences, journalsOf } from './journals.ts';

const memoryId = 'id-000000001';
const storedId = '0197c0de-0000-7000-8000-000000000001';

function seen(...journal: JournalEntry[]): SeenInstance[] {
  const none = { elements: [], subscriptions: [], incidents: [], variables: {} };
  return [{ instanceId: 'any', status: 'active', ...none, journal }];
}

function entry(command: string, firstSeq: number, value: number, scopeId: string): JournalEntry {
  const events = [{ type: 'variablesSet', scopeId, variables: { value } }] as const;
  return { firstSeq, at: 0, actor: scopeId, command, events };
}

test('journals are the same whatever the generated ids and the actors are', () => {
  const inMemory = journalsOf(seen(entry('setVariables', 1, 1, memoryId)));
  expect(journalsOf(seen(entry('setVariables', 1, 1, storedId)))).toEqual(inMemory);
});

test('a command that was cut into turns is one entry', () => {
  const whole = entry('setVariables', 1, 1, memoryId);
  const second = entry('continueInstance', 2, 2, memoryId);
  const cut = journalsOf(seen(whole, second));
  expect(cut).toEqual(journalsOf(seen({ ...whole, events: [...whole.events, ...second.events] })));
});

test('the first line that differs is told with the instance it is of', () => {
  const [one, other] = [1, 2].map((value) => journalsOf(seen(entry('setVariables', 1, value, memoryId))));
  expect(journalDifferences(one ?? [], other ?? [])).toEqual([
    'journal of p1, line 2: expected variablesSet {"scopeId":"id1","variables":{"value":2}}, ' +
      'found variablesSet {"scopeId":"id1","variables":{"value":1}}',
  ]);
});

test('an instance that one host has and another has not is a difference', () => {
  const journals = journalsOf(seen(entry('setVariables', 1, 1, memoryId)));
  expect(journalDifferences([], journals)).toHaveLength(1);
  expect(journalDifferences(journals, [])).toHaveLength(1);
});
