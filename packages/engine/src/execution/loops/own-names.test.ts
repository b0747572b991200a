import { expect, test } from 'vitest';
import type { Expression } from '../../model/expression.ts';
import { feel, juel, literal, repeat, times } from '../../testing/model.ts';
import { collectedVariable, ownNames } from './own-names.ts';

const collecting = (outputElement: Expression) => times(1, { outputCollection: 'all', outputElement });

test.each<[Expression, string | null]>([
  [feel('answer'), 'answer'],
  [feel(' answer.text '), 'answer'],
  [feel('answer + 1'), null],
  [juel('${answer}'), 'answer'],
  [juel('#{ answer.text }'), 'answer'],
  [juel('${a}${b}'), null],
  [juel('answer'), null],
  [literal('answer'), null],
  [{ language: 'list', source: '[answer]', items: [feel('answer')] }, null],
  [{ language: 'map', source: '{a: answer}', entries: [{ key: 'a', value: feel('answer') }] }, null],
])('%j collects the variable %s', (expression, name) => {
  expect(collectedVariable(collecting(expression))).toBe(name);
});

test('without a collection nothing is collected', () => {
  expect(collectedVariable(times(1, { outputElement: feel('answer') }))).toBeNull();
});

test('an instance has its counter, its item and what it gives for itself', () => {
  expect(ownNames(repeat(null))).toEqual(['loopCounter']);
  expect(ownNames({ ...collecting(feel('answer')), inputElement: 'item' })).toEqual([
    'loopCounter',
    'item',
    'answer',
  ]);
});
