import { hash } from 'node:crypto';

/** The hash before the first entry of an instance. */
export const journalRoot = '0'.repeat(64);

/**
 * SHA-256 over the hash before and everything the row says, so that no entry can be changed, left out
 * or moved without breaking the chain. `events` is the stored text itself, and so is what it says was taken out.
 */
export function journalHash(
  previous: string,
  row: {
    readonly firstSeq: number;
    readonly at: number;
    readonly actor: string;
    readonly command: string;
    readonly events: string;
    readonly largeValues: string | null;
  },
): string {
  return hash(
    'sha256',
    `${previous}\n${JSON.stringify([row.firstSeq, row.at, row.actor, row.command])}\n${row.events}${row.largeValues === null ? '' : `\n${row.largeValues}`}`,
  );
}
