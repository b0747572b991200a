import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorCodes, isErrorCode } from './error-codes.ts';

const documented = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split(' | ').map((cell) => cell.replaceAll(/^\| |\s*\|$/g, '').trim()))
  .map(([code, status, title, description]) => ({
    code: code?.replaceAll('`', ''),
    status: Number(status),
    title,
    description,
  }));

describe('the catalogue of error codes', () => {
  it('is what docs/errors.md lists, in the same order', () => {
    const catalogue = Object.entries(errorCodes).map(([code, entry]) => ({ code, ...entry }));
    expect(documented).toEqual(catalogue);
  });

  it('is ordered by status', () => {
    const statuses = Object.values(errorCodes).map((entry) => entry.status);
    expect(statuses).toEqual(statuses.toSorted((a, b) => a - b));
  });

  it('knows its codes and no inherited names', () => {
    expect(isErrorCode('NOT_FOUND')).toBe(true);
    expect(isErrorCode('toString')).toBe(false);
    expect(isErrorCode('NOT_A_CODE')).toBe(false);
  });
});
