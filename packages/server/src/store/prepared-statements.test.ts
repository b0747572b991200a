import { expect, it } from 'vitest';
import { PreparedStatements } from './prepared-statements.ts';

it('gives the same text the same name, apart for each scope', () => {
  const prepared = new PreparedStatements();
  const name = prepared.nameOf({ kind: 'runtime' }, 'select 1');
  expect(prepared.nameOf({ kind: 'runtime' }, 'select 1')).toBe(name);
  expect(prepared.nameOf({ kind: 'tenant', tenantId: 'a' }, 'select 1')).not.toBe(name);
  expect(name?.length).toBeLessThan(64);
});

it('names no more statements than a connection should remember', () => {
  const prepared = new PreparedStatements(2);
  const names = ['select 1', 'select 2', 'select 3', 'select 1'].map((sql) =>
    prepared.nameOf({ kind: 'owner' }, sql),
  );
  expect(names[2]).toBeUndefined();
  expect(names[3]).toBe(names[0]);
});
