import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { Refusal } from '../access/refusal.ts';
import { createPlaces } from '../places.ts';

/** OWASP's second choice of equal strength: 32 MiB a hash, where the first takes 128. */
const cost = { N: 2 ** 15, r: 8, p: 3 };
const memoryBytes = 64 * 1024 * 1024;
const hashBytes = 32;
const saltBytes = 16;

/** Hashes are dear on purpose: two at once leave a core and 450 MiB to everybody else. */
const atOnce = 2;
const mostWaiting = 200;
const places = createPlaces(atOnce);

/** `scrypt$<N>$<r>$<p>$<salt>$<hash>`. Throws `Refusal` when too many wait for theirs. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const hash = await derive(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** Takes as long for a hash that is null, of somebody who does not exist, and is false then. */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const [, N, r, p, salt = '', hash = ''] = stored?.split('$') ?? [];
  if (stored === null) {
    await derive(password, randomBytes(saltBytes), cost);
    return false;
  }
  const parameters = { N: Number(N), r: Number(r), p: Number(p) };
  const derived = await derive(password, Buffer.from(salt, 'base64url'), parameters);
  return timingSafeEqual(derived, Buffer.from(hash, 'base64url'));
}

/** Easy to read out: 20 letters and digits in groups, of an alphabet without those that look alike; 100 bits. */
export function makeUpPassword(): string {
  const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789';
  const letters = [...randomBytes(20)].map((byte) => alphabet[byte % alphabet.length] ?? '');
  return letters.join('').replaceAll(/.{5}(?=.)/g, '$&-');
}

async function derive(password: string, salt: Buffer, parameters: typeof cost): Promise<Buffer> {
  if (places.waiting >= mostWaiting) {
    const message = `Expected at most ${mostWaiting} logins to wait, but found as many`;
    throw new Refusal('UNAVAILABLE', message, { retryAfterSeconds: 5 });
  }
  // The same text can be typed as different code points.
  const bytes = Buffer.from(password.normalize('NFKC'), 'utf8');
  return places.run(
    () =>
      new Promise((resolve, reject) => {
        scrypt(bytes, salt, hashBytes, { ...parameters, maxmem: memoryBytes }, (error, key) => {
          if (error === null) resolve(key);
          else reject(error);
        });
      }),
  );
}
