import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as common from '@zxcvbn-ts/language-common';
import { invalidField, type Refusal } from '../access/refusal.ts';

const shortest = 12;
const longest = 256;
/** Of 4: more than 10^8 guesses by who knows the usual words, names, dates and patterns. */
const leastScore = 3;

let estimator: ZxcvbnFactory | null = null;

/**
 * Refuses a password that is too short, too long or too easy to guess, also from what is known of its owner
 * (NIST SP 800-63B §5.1.1.2). No kinds of characters are asked for: they make worse passwords.
 */
export function requireGoodPassword(password: string, known: readonly string[]): void {
  const { length } = password.normalize('NFKC');
  if (length < shortest || length > longest) {
    throw refusal(`Expected a password of ${shortest} to ${longest} characters, but found ${length}`);
  }
  // A dictionary of 40,000 words is put together when the first password is chosen.
  estimator ??= new ZxcvbnFactory({ dictionary: common.dictionary, graphs: common.adjacencyGraphs });
  const { score } = estimator.check(password, ['wbpm', 'workflow', ...known]);
  if (score < leastScore) {
    throw refusal('Expected a password that is hard to guess, but found one that is made of usual parts');
  }
}

function refusal(message: string): Refusal {
  return invalidField('/new_password', message);
}
