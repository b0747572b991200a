import { expect, it } from 'vitest';
import { changedFields, editsOf } from './edits.ts';

const ann = { name: 'Ann', email: '', roles: ['user', 'operator'] };

it('finds what was typed over, and only that', () => {
  expect(editsOf(ann, { ...ann, name: 'Ann Lee' })).toEqual({ name: 'Ann Lee' });
});

it('takes names in another order for the same', () => {
  expect(editsOf(ann, { ...ann, roles: ['operator', 'user'] })).toEqual({});
  expect(editsOf(ann, { ...ann, roles: ['operator'] })).toEqual({ roles: ['operator'] });
  expect(editsOf(ann, { ...ann, roles: ['operator', 'admin'] })).toEqual({ roles: ['operator', 'admin'] });
});

it('names what somebody else changed', () => {
  expect(changedFields(ann, { name: 'Anna', email: 'ann@example.org', roles: ['operator', 'user'] })).toEqual(
    ['name', 'email'],
  );
});
