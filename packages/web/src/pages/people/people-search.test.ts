import { expect, it } from 'vitest';
import { openSearch, usersSearch } from './people-search.ts';

it('reads what is open, an id of digits too', () => {
  expect(openSearch({ open: 'ann' })).toEqual({ open: 'ann' });
  expect(openSearch({ open: 4711, create: true })).toEqual({ open: '4711', create: true });
});

it('drops what it cannot read', () => {
  expect(openSearch({ open: { id: 'ann' }, create: 'yes' })).toEqual({});
  expect(usersSearch({ q: '', status: 'locked' })).toEqual({});
});

it('reads search and status beside what is open', () => {
  expect(usersSearch({ q: 'lee', status: 'disabled', open: 'ann' })).toEqual({
    q: 'lee',
    status: 'disabled',
    open: 'ann',
  });
});
