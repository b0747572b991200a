import { expect, it } from 'vitest';
import { passwordFaults } from './password-faults.ts';

it('finds nothing wrong with a long password that was repeated', () => {
  expect(passwordFaults({ current: 'old', next: 'violet harbour 9', again: 'violet harbour 9' })).toEqual({});
});

it('counts characters as people see them', () => {
  const eleven = '🜁'.repeat(11);
  expect(passwordFaults({ current: 'old', next: eleven, again: eleven })).toEqual({
    next: 'Use at least 12 characters; these are 11.',
  });
});

it('wants the present password, and the new one twice', () => {
  expect(passwordFaults({ current: '', next: 'violet harbour 9', again: 'violet harbour' })).toEqual({
    current: 'Enter the password you have now.',
    again: 'This is not the same as above.',
  });
});
