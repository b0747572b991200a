import type { Database, Transaction } from './database.ts';
import type { InstanceChange } from './instance-change.ts';

/** What other nodes and open pages hear of a committed change; details are read by who needs them. */
export interface CommitNotice {
  readonly tenantId: string;
  readonly instanceId: string;
  readonly processId: string;
  readonly status: string;
  readonly tasksChanged: boolean;
}

/** `many`: too much happened at once to list; whoever shows something reads it anew. */
export type CommitNotices =
  | { readonly kind: 'few'; readonly notices: readonly CommitNotice[] }
  | { readonly kind: 'many' };

const channel = 'wbpm_commits';
/** PostgreSQL refuses payloads of 8,000 bytes and more. */
const maxPayloadBytes = 7900;
const maxListed = 50;

type Listed = [
  tenantId: string,
  instanceId: string,
  processId: string,
  status: string,
  tasksChanged: boolean,
];

/** Announces changes with the commit that holds them: nobody hears of what is rolled back. */
export async function notifyCommitted(
  transaction: Transaction,
  changes: readonly InstanceChange[],
): Promise<void> {
  if (changes.length === 0) return;
  await transaction.query('SELECT pg_notify($1, $2)', [channel, noticesText(changes)]);
}

/** The changes as they are told to other nodes. */
export function noticesText(changes: readonly InstanceChange[]): string {
  if (changes.length > maxListed) return '"many"';
  const payload = JSON.stringify(changes.map(listed));
  return Buffer.byteLength(payload) > maxPayloadBytes ? '"many"' : payload;
}

function listed(change: InstanceChange): Listed {
  const { created, assigned, closed } = change.tasks;
  return [
    change.tenantId,
    change.instanceId,
    change.instance.processId,
    change.instance.status,
    created.length + assigned.length + closed.length > 0,
  ];
}

/** Hears of every commit of every node, this one included. */
export function listenCommitted(
  database: Database,
  onNotices: (notices: CommitNotices) => void,
): Promise<() => Promise<void>> {
  return database.listen(channel, (text) => onNotices(parseNotices(text)));
}

/** Only `noticesText` writes them. */
export function parseNotices(text: string): CommitNotices {
  const parsed = JSON.parse(text) as 'many' | Listed[];
  if (parsed === 'many') return { kind: 'many' };
  const notices = parsed.map(([tenantId, instanceId, processId, status, tasksChanged]) => ({
    tenantId,
    instanceId,
    processId,
    status,
    tasksChanged,
  }));
  return { kind: 'few', notices };
}
