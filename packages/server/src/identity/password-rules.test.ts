import * as common from '@zxcvbn-ts/language-common';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../access/refusal.ts';
import { hashPassword, isPassword } from './password.ts';
import { requireGoodPassword } from './password-rules.ts';

const isTaken = (password: string): boolean => {
  try {
    requireGoodPassword(password, ['ann', 'acme']);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
};

describe('a new password', () => {
  it('none of the usual passwords is taken', () => {
    const usual = common.dictionary['passwords-common'].map(String).filter((word) => word.length >= 12);
    expect(usual.length).toBeGreaterThan(100);
    expect(usual.filter(isTaken)).toEqual([]);
    expect(common.dictionary['passwords-common'].slice(0, 3000).map(String).filter(isTaken)).toEqual([]);
  });

  it.each([
    'correcthorsestaplebattery',
    '7316 0482 9955 1273',
    'тихий фонарь сад',
    '👒🦉🛶🪕🧭🪁🧶🫖🪵🧿🥨🪆',
    '¿¡¬~#{[|]}¢€',
  ])('takes characters of any kind: %s', (password) => expect(isTaken(password)).toBe(true));

  it('takes 256 characters, and no more', () => {
    const long = Array.from({ length: 64 }, (_, at) => `${(at * 7919) % 97}fq`).join('-');
    expect(isTaken(long.slice(0, 64))).toBe(true);
    expect(isTaken(long.padEnd(256, 'k').slice(0, 256))).toBe(true);
    expect(isTaken(long.padEnd(257, 'k').slice(0, 257))).toBe(false);
  });

  it.each(['wbpmwbpmwbpm', 'workflow2026', 'annannannann', 'acmeacme2026'])(
    'is made of no word of the place: %s',
    (password) => expect(isTaken(password)).toBe(false),
  );
});

it('a password is stored as scrypt with a salt of its own', async () => {
  const [first, second] = [
    await hashPassword('harbour-violet-tram-49'),
    await hashPassword('harbour-violet-tram-49'),
  ];
  expect(first).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
  expect(second).not.toBe(first);
  expect(await isPassword('harbour-violet-tram-49', first)).toBe(true);
  for (const other of ['harbour-violet-tram-4', 'Harbour-violet-tram-49', 'harbour-violet-tram-49 ', '']) {
    expect(await isPassword(other, first)).toBe(false);
  }
});
