import { createHash, randomBytes } from 'node:crypto';

/** What this server gave somebody to come back with; what is in it only the database knows. */
export interface Credential {
  readonly kind: 'session' | 'refresh' | 'key';
  readonly tenantId: string;
  /** What the database has instead of it: SHA-256, for there is nothing to guess in 256 random bits. */
  readonly hash: string;
}

const form = /^wbpm_(session|refresh|key)\.([A-Za-z0-9_-]{1,64})\.[A-Za-z0-9_-]{43}$/;

/** Makes one up. The text is for its bearer alone. */
export function newCredential(
  kind: Credential['kind'],
  tenantId: string,
): Credential & { readonly text: string } {
  const text = `wbpm_${kind}.${tenantId}.${randomBytes(32).toString('base64url')}`;
  return { kind, tenantId, hash: hashOf(text), text };
}

/** Null: the text is none of ours, and may be a token of another issuer. */
export function credentialOf(text: string): Credential | null {
  const [, kind, tenantId] = form.exec(text) ?? [];
  if (kind === undefined || tenantId === undefined) return null;
  return { kind: kind as Credential['kind'], tenantId, hash: hashOf(text) };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
