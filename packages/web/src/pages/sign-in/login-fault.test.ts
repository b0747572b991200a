import { ApiError, type ApiErrorCode } from '@wbpm/client';
import { expect, it } from 'vitest';
import { failureOf } from '../../api/errors.ts';
import { loginFault, providerFault } from './login-fault.ts';

function faultOf(status: number, code: ApiErrorCode, retryAfterSeconds: number | null = null): string {
  const refusal = { status, code, message: 'In other words.', problem: null, requestId: null };
  return loginFault(failureOf(new ApiError({ ...refusal, retryAfterSeconds })));
}

it('does not tell whether the name or the password is wrong', () => {
  expect(faultOf(401, 'UNAUTHENTICATED')).toBe('This user name and this password do not belong together.');
});

it('says when to try again after too many attempts', () => {
  expect(faultOf(429, 'RATE_LIMITED', 150)).toBe('There were too many attempts. Try again in 2 min 30 s.');
  expect(faultOf(429, 'RATE_LIMITED')).toBe('There were too many attempts. Try again later.');
});

it('says when the server does not answer', () => {
  expect(faultOf(0, 'NETWORK_ERROR')).toBe('The server does not answer. Is it running?');
});

it('gives the words of the server for the rest', () => {
  expect(faultOf(403, 'FORBIDDEN')).toBe('In other words.');
});

it('reads from the address how the identity provider answered', () => {
  expect(providerFault('?error=refused')).toMatch(/did not let you in/);
  expect(providerFault('?error=unavailable')).toMatch(/does not answer/);
  expect(providerFault('?q=order')).toBeNull();
});
