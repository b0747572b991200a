import type { Failure } from '../../api/errors.ts';
import { durationWords } from '../../words/durations.ts';

/** Why nobody was let in, for whoever typed a name and a password. */
export function loginFault({ kind, message, retryAfterSeconds }: Failure): string {
  switch (kind) {
    case 'unauthenticated':
      return 'This user name and this password do not belong together.';
    case 'limited':
      return retryAfterSeconds === null
        ? 'There were too many attempts. Try again later.'
        : `There were too many attempts. Try again in ${durationWords(retryAfterSeconds * 1000)}.`;
    case 'unreachable':
    case 'denied':
    case 'missing':
    case 'conflict':
    case 'stale':
    case 'invalid':
    case 'other':
      return message;
  }
}

/** Why somebody came back from the identity provider without being let in; from the address. */
export function providerFault(search: string): string | null {
  const error = new URLSearchParams(search).get('error');
  if (error === 'refused')
    return 'The identity provider did not let you in, or this server does not accept it.';
  return error === 'unavailable' ? 'The identity provider does not answer. Try again in a while.' : null;
}
