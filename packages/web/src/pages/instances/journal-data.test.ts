import { expect, it } from 'vitest';
import { journalData } from './journal-data.ts';

it('keeps what tells something', () => {
  expect(journalData({ elementInstanceId: 'e1', scopeId: 's1', flowId: 'f1', reason: null })).toEqual({
    flowId: 'f1',
  });
});
