import { createHash } from 'node:crypto';

/** The hash before the first entry of an instance. */
export const journalRoot = '0'.repeat(64);

/**
 * SHA-256 over the hash before and everything the row says, so that no entry can be changed, left out
 * or moved without breaking the chain. `events` is the stored text itself.
 */
export function journalHash(
  previous: string,
  row: {
    readonly firstSeq: number;
    readonly at: number;
    readonly actor: string;
    readonly command: string;
    readonly events: string;
  },
): string {
  return createHash('sha256')
    .update(`${previous}\n${JSON.stringify([row.firstSeq, row.at, row.actor, row.command])}\n${row.events}`)
    .digest('hex');
}
