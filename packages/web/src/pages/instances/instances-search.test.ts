import { expect, it } from 'vitest';
import { instancesSearch } from './instances-search.ts';

it('keeps what it knows', () => {
  expect(instancesSearch({ status: 'incident', process: 'order', key: 4711, page: 2 })).toEqual({
    status: 'incident',
    process: 'order',
    key: '4711',
  });
});

it('drops what it cannot read', () => {
  expect(instancesSearch({ status: 'odd', process: '', key: null })).toEqual({});
});
