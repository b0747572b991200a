import { randomUUID } from 'node:crypto';
import type { Database, Transaction } from './database.ts';
import type { InstanceRow } from './instance-change.ts';

/** What other nodes and open pages hear of a committed change; details are read by who needs them. */
export interface CommitNotice {
  readonly tenantId: string;
  readonly instanceId: string;
  readonly processId: string;
  readonly status: string;
  readonly tasksChanged: boolean;
  readonly incidentsChanged: boolean;
}

/** A version of the process was added, or its versions were suspended, resumed or taken out of use. */
export interface DefinitionNotice {
  readonly tenantId: string;
  readonly processId: string;
}

/**
 * Notices that travel together. Every node hears them in the same order, under the same `position`.
 *
 * `many`: too much happened at once to list; whoever shows something of these tenants (null: of any) reads it anew.
 */
export type CommitNotices =
  | {
      readonly kind: 'few';
      readonly position: string;
      readonly notices: readonly CommitNotice[];
      readonly definitions: readonly DefinitionNotice[];
    }
  | { readonly kind: 'many'; readonly position: string; readonly tenants: readonly string[] | null };

const channel = 'wbpm_commits';
/** PostgreSQL refuses payloads of 8,000 bytes and more. */
const maxPayloadBytes = 7900;
const maxListed = 50;
/** A batch with more than these can hold is not listed. */
const maxPayloads = 4;

const tasksFlag = 1;
const incidentsFlag = 2;

type Listed = [tenantId: string, instanceId: string, processId: string, status: string, changed: number];
type Payload =
  | { readonly at: string; readonly few: readonly Listed[] }
  | {
      readonly at: string;
      readonly definitions: { readonly of: string; readonly processes: readonly string[] };
    }
  | { readonly at: string; readonly many: readonly string[] | null };

type Lists<Names extends string> = { readonly [Name in Names]: readonly unknown[] };

/** What of a change is told. */
export interface ToldChange {
  readonly tenantId: string;
  readonly instanceId: string;
  readonly instance: Pick<InstanceRow, 'processId' | 'status'>;
  readonly tasks: Lists<'created' | 'assigned' | 'closed'>;
  readonly incidents: Lists<'raised' | 'resolved'>;
}

/** Announces changes with the commit that holds them: nobody hears of what is rolled back. */
export async function notifyCommitted(
  transaction: Transaction,
  changes: readonly ToldChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const texts = noticesTexts(changes);
  await transaction.query('SELECT pg_notify($1, payload) FROM unnest($2::text[]) payload', [channel, texts]);
}

/** Announces that definitions of these processes have changed, with the commit that changes them. */
export async function notifyDefinitions(
  transaction: Transaction,
  tenantId: string,
  processIds: readonly string[],
): Promise<void> {
  if (processIds.length === 0) return;
  const at = randomUUID();
  const text = payloadText({ at, definitions: { of: tenantId, processes: processIds } });
  const fits = Buffer.byteLength(text) <= maxPayloadBytes;
  await transaction.query('SELECT pg_notify($1, $2)', [
    channel,
    fits ? text : payloadText({ at, many: [tenantId] }),
  ]);
}

/** The changes as they are told to other nodes. */
export function noticesTexts(changes: readonly ToldChange[]): readonly string[] {
  if (changes.length > maxListed * maxPayloads) return [manyText(changes)];
  const texts: string[] = [];
  for (let first = 0; first < changes.length; first += maxListed) {
    const few = changes.slice(first, first + maxListed).map(listed);
    const text = payloadText({ at: randomUUID(), few });
    if (Buffer.byteLength(text) > maxPayloadBytes) return [manyText(changes)];
    texts.push(text);
  }
  return texts;
}

/** Says that something happened and not what; null: nor whose. */
export function manyText(changes: readonly ToldChange[] | null): string {
  const at = randomUUID();
  const tenants = changes === null ? null : [...new Set(changes.map(({ tenantId }) => tenantId))];
  const text = payloadText({ at, many: tenants });
  return Buffer.byteLength(text) > maxPayloadBytes ? payloadText({ at, many: null }) : text;
}

const payloadText = (payload: Payload): string => JSON.stringify(payload);

function listed(change: ToldChange): Listed {
  const { created, assigned, closed } = change.tasks;
  const { raised, resolved } = change.incidents;
  const tasks = created.length + assigned.length + closed.length > 0 ? tasksFlag : 0;
  const incidents = raised.length + resolved.length > 0 ? incidentsFlag : 0;
  const { processId, status } = change.instance;
  return [change.tenantId, change.instanceId, processId, status, tasks + incidents];
}

/**
 * Hears of every commit of every node that was announced in its transaction, this node included; `text` is for
 * those who pass it on. `onGap`: some may not have been heard.
 */
export function listenCommitted(
  database: Database,
  onNotices: (notices: CommitNotices, text: string) => void,
  onGap: () => void,
): Promise<() => Promise<void>> {
  return database.listen(channel, (text) => onNotices(parseNotices(text), text), onGap);
}

/** Only functions of this module write them. */
export function parseNotices(text: string): CommitNotices {
  const payload = JSON.parse(text) as Payload;
  const position = payload.at;
  if ('many' in payload) return { kind: 'many', position, tenants: payload.many };
  if ('definitions' in payload) {
    const { of: tenantId, processes } = payload.definitions;
    const definitions = processes.map((processId) => ({ tenantId, processId }));
    return { kind: 'few', position, notices: [], definitions };
  }
  const notices = payload.few.map(([tenantId, instanceId, processId, status, changed]) => ({
    tenantId,
    instanceId,
    processId,
    status,
    tasksChanged: (changed & tasksFlag) > 0,
    incidentsChanged: (changed & incidentsFlag) > 0,
  }));
  return { kind: 'few', position, notices, definitions: [] };
}
