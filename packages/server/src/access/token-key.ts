import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';

type TokenAlgorithm = 'HS256' | 'RS256' | 'ES256' | 'EdDSA';

/** What a signature is checked with. The kind of the key decides the algorithm, never the token. */
export interface TokenKey {
  readonly algorithm: TokenAlgorithm;
  readonly key: KeyObject;
}

/** Of whatever key a token is checked with. */
export const leastRsaBits = 2048;

export function secretTokenKey(secret: string): TokenKey {
  return { algorithm: 'HS256', key: createSecretKey(Buffer.from(secret)) };
}

/**
 * A public key in PEM; line breaks may be written as `\n`. Undefined when it is none, or of a kind that no
 * algorithm here goes with: RSA of less than 2048 bits, another curve than P-256.
 */
export function publicTokenKey(pem: string): TokenKey | undefined {
  const key = readPublicKey(pem.replaceAll('\\n', '\n'));
  const algorithm = key === undefined ? undefined : algorithmOf(key);
  return key === undefined || algorithm === undefined ? undefined : { algorithm, key };
}

function readPublicKey(pem: string): KeyObject | undefined {
  // A private key would do as well, and has no place here.
  if (!pem.includes('-----BEGIN PUBLIC KEY-----')) return undefined;
  try {
    return createPublicKey(pem);
  } catch {
    // It only looks like a key: whoever configured it is told what one is.
    return undefined;
  }
}

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): TokenAlgorithm | undefined {
  if (asymmetricKeyType === 'ed25519') return 'EdDSA';
  if (asymmetricKeyType === 'ec') {
    return asymmetricKeyDetails?.namedCurve === 'prime256v1' ? 'ES256' : undefined;
  }
  const bits = asymmetricKeyType === 'rsa' ? (asymmetricKeyDetails?.modulusLength ?? 0) : 0;
  return bits >= leastRsaBits ? 'RS256' : undefined;
}
