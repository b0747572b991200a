import type { Activity, ActivityList, Journal, JournalEvent, PastState } from '@wbpm/contract';
import { type Event, eventData, fold, type JournalEntry, type ProcessGraph } from '@wbpm/engine';
import { Refusal } from '../access/refusal.ts';
import { requirePermission } from '../access/require-permission.ts';
import { requireId } from '../ids.ts';
import { notFound } from '../not-found.ts';
import { findInstance } from '../store/instance-lists.ts';
import { readJournal } from '../store/journal.ts';
import { read } from '../store/read.ts';
import type { UseCase } from '../use-case.ts';
import { bpmnTypes } from './element-type.ts';
import { encodeCursor, keyAfter, keyParts, type Page } from './page.ts';
import { wireActiveElements, wireOpenIncidents } from './wire-state.ts';

/** Every run of every element, in the order they started. */
export async function readActivities(useCase: UseCase, id: string): Promise<ActivityList> {
  const { entries, graph } = await requireJournal(useCase, id);
  return { activities: activitiesOf(entries, graph), next_cursor: null };
}

export async function readInstanceJournal(useCase: UseCase, id: string, page: Page): Promise<Journal> {
  const { entries } = await requireJournal(useCase, id);
  const after = Number(keyAfter(page, keyParts.wholeNumber)?.[0] ?? 0);
  const events = entries.flatMap(wireEntry).filter(({ seq }) => seq > after);
  const shown = events.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    events: shown,
    next_cursor: events.length > shown.length && last !== undefined ? encodeCursor([String(last.seq)]) : null,
  };
}

/** The instance as it was after event `atSeq`; without it as it is. */
export async function readPastState(
  useCase: UseCase,
  id: string,
  atSeq: number | undefined,
): Promise<PastState> {
  const { entries, graph } = await requireJournal(useCase, id, atSeq);
  const past = atSeq === undefined ? entries : entries.map((entry) => upTo(entry, atSeq));
  const state = fold(past);
  if (state === null || (atSeq !== undefined && state.sequence < atSeq)) {
    throw new Refusal(
      'INVALID_QUERY',
      `Expected at_seq to be an event of the instance, 1 to ${state?.sequence ?? 0}, but found ${atSeq ?? 0}`,
    );
  }
  return {
    instance_id: state.instanceId,
    seq: state.sequence,
    at: new Date(past.at(-1)?.at ?? state.startedAt).toISOString(),
    status: state.status,
    variables: { ...state.variables.get(state.instanceId) },
    active_elements: wireActiveElements(state, graph),
    incidents: wireOpenIncidents(state),
  };
}

async function requireJournal(
  { principal, database, runtime }: UseCase,
  id: string,
  upToSeq?: number,
): Promise<{ readonly entries: readonly JournalEntry[]; readonly graph: ProcessGraph }> {
  requirePermission(principal, 'instance', 'read');
  const { tenantId } = principal;
  const instanceId = requireId('instance', id);
  const [listing, entries] = await read(database, tenantId, (transaction) =>
    Promise.all([
      findInstance(transaction, tenantId, instanceId),
      readJournal(transaction, tenantId, instanceId, upToSeq),
    ]),
  );
  if (listing === null) throw notFound('instance', id);
  return { entries, graph: await runtime.definitions.graph(tenantId, listing.definitionId) };
}

function upTo(entry: JournalEntry, seq: number): JournalEntry {
  return { ...entry, events: entry.events.slice(0, Math.max(0, seq - entry.firstSeq + 1)) };
}

function wireEntry(entry: JournalEntry): JournalEvent[] {
  return entry.events.map((event, index) => ({
    seq: entry.firstSeq + index,
    type: event.type,
    element_id: 'elementId' in event ? event.elementId : null,
    at: new Date(entry.at).toISOString(),
    actor: entry.actor,
    data: eventData(event),
  }));
}

function activitiesOf(entries: readonly JournalEntry[], graph: ProcessGraph): Activity[] {
  const activities = new Map<string, Activity>();
  for (const { at, events } of entries) {
    const time = new Date(at).toISOString();
    for (const event of events) {
      if (event.type === 'elementReady') activities.set(event.elementInstanceId, started(event, time, graph));
      for (const [id, status] of endedBy(event)) {
        const activity = activities.get(id);
        if (activity !== undefined) activities.set(id, { ...activity, status, end_time: time });
      }
    }
  }
  return [...activities.values()];
}

function started(
  event: Extract<Event, { type: 'elementReady' }>,
  time: string,
  graph: ProcessGraph,
): Activity {
  const node = graph.nodes.get(event.elementId);
  return {
    element_id: event.elementId,
    element_instance_id: event.elementInstanceId,
    type: node === undefined ? '' : bpmnTypes[node.type],
    name: node?.name ?? null,
    status: 'active',
    start_time: time,
    end_time: null,
  };
}

function endedBy(event: Event): readonly (readonly [string, 'completed' | 'terminated'])[] {
  if (event.type === 'elementCompleted') return [[event.elementInstanceId, 'completed']];
  if (event.type === 'elementTerminated') return [[event.elementInstanceId, 'terminated']];
  if (event.type === 'tokensJoined') return event.merged.map((id) => [id, 'completed'] as const);
  return [];
}
