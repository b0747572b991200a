import type { JournalEvent } from '@wbpm/contract';
import { eventData, type JournalEntry } from '@wbpm/engine';
import { requirePermission } from '../access/require-permission.ts';
import { requireId } from '../ids.ts';
import { notFound } from '../not-found.ts';
import { findInstance, type InstanceListing } from '../store/instance-lists.ts';
import { readJournalPage } from '../store/journal.ts';
import { read } from '../store/read.ts';
import type { UseCase } from '../use-case.ts';

/** So many are in memory at a time, however long the journal is. */
const entriesPerPage = 100;

/** Which part of a journal: the entries with events behind `after`, up to that with `upToSeq`. */
interface JournalPart {
  readonly after?: number;
  readonly upToSeq?: number | undefined;
}

/** The journal of an instance of the caller's tenant, read as it is worked through. */
export async function requireJournal(
  useCase: UseCase,
  id: string,
  part: JournalPart = {},
): Promise<AsyncGenerator<JournalEntry>> {
  const { principal, database } = useCase;
  requirePermission(principal, 'instance', 'read');
  const { tenantId } = principal;
  const instanceId = requireId('instance', id);
  const listing = await read(database, tenantId, (transaction) =>
    findInstance(transaction, tenantId, instanceId),
  );
  if (listing === null) throw notFound('instance', id);
  return entriesOf(useCase, listing, part);
}

/** Pages need no common snapshot: what is written stays, and what is added comes behind it. */
async function* entriesOf(
  { database, principal: { tenantId }, runtime }: UseCase,
  lifetime: InstanceListing,
  { after = 0, upToSeq = Number.MAX_SAFE_INTEGER }: JournalPart,
): AsyncGenerator<JournalEntry> {
  let seen = after;
  for (;;) {
    const page = { after: seen, upToSeq, limit: entriesPerPage, lifetime };
    const rows = await read(database, tenantId, (transaction) =>
      readJournalPage(transaction, tenantId, lifetime.instanceId, page),
    );
    for (const row of rows) {
      // One after the other: whoever reads on may need only the first, and values are large.
      const entry = await runtime.largeValues.entry(tenantId, row);
      seen = entry.firstSeq + entry.events.length - 1;
      yield entry;
    }
    if (rows.length < entriesPerPage) return;
  }
}

export function wireEntry(entry: JournalEntry): JournalEvent[] {
  return entry.events.map((event, index) => ({
    seq: entry.firstSeq + index,
    type: event.type,
    element_id: 'elementId' in event ? event.elementId : null,
    at: new Date(entry.at).toISOString(),
    actor: entry.actor,
    data: eventData(event),
  }));
}
