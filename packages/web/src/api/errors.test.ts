import { ApiError } from '@wbpm/client';
import { describe, expect, it } from 'vitest';
import { failureOf, fieldFaults, isFinal, variableFaults } from './errors.ts';

function refusal(status: number): ApiError {
  return new ApiError({ status, code: 'CONFLICT', message: 'No.', problem: null, requestId: 'r1' });
}

describe('failureOf', () => {
  it.each([
    [0, 'unreachable'],
    [401, 'unauthenticated'],
    [403, 'denied'],
    [404, 'missing'],
    [409, 'conflict'],
    [412, 'stale'],
    [429, 'limited'],
    [422, 'invalid'],
    [500, 'other'],
  ])('sorts status %i as %s', (status, kind) => {
    expect(failureOf(refusal(status)).kind).toBe(kind);
  });

  it('keeps the message and the request id', () => {
    expect(failureOf(refusal(409))).toMatchObject({ message: 'No.', requestId: 'r1' });
  });

  it('takes anything else for an error of the page', () => {
    expect(failureOf('odd')).toEqual({
      kind: 'other',
      code: 'PAGE_ERROR',
      message: 'odd',
      requestId: null,
      findings: [],
      retryAfterSeconds: null,
    });
  });
});

describe('variableFaults', () => {
  it('maps pointers to variables and skips the rest', () => {
    expect(
      variableFaults([
        { code: 'A', message: 'Too much.', pointer: '/variables/amount' },
        { code: 'B', message: 'Odd.', pointer: '/variables/a~1b' },
        { code: 'C', message: 'Other.', pointer: '/business_key' },
        { code: 'D', message: 'None.' },
      ]),
    ).toEqual({ amount: 'Too much.', 'a/b': 'Odd.' });
  });
});

describe('fieldFaults', () => {
  it('puts what is wrong with an item to its field', () => {
    expect(
      fieldFaults([
        { code: 'A', message: 'No such role.', pointer: '/roles/1' },
        { code: 'B', message: 'Of no field.' },
      ]),
    ).toEqual({ roles: 'No such role.' });
  });
});

describe('isFinal', () => {
  it('asks again only where that may help', () => {
    expect([0, 404, 409, 503].map((status) => isFinal(refusal(status)))).toEqual([false, true, true, false]);
  });
});
