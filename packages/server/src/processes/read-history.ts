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
import { inCurrentEvents } from './current-events.ts';
import { bpmnTypes } from './element-type.ts';
import { encodeCursor, keyAfter, keyParts, type Page } from './page.ts';
import { wireActiveElements, wireOpenIncidents } from './wire-state.ts';

/** Every run of every element, in the order they started. */
export async function readActivities(useCase: UseCase, id: string): Promise<ActivityList> {
  const entries = await requireJournal(useCase, id);
  return { activities: activitiesOf(entries, await graphsOf(useCase, entries)), next_cursor: null };
}

export async function readInstanceJournal(useCase: UseCase, id: string, page: Page): Promise<Journal> {
  const entries = await requireJournal(useCase, id);
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
  const entries = await requireJournal(useCase, id, atSeq);
  const past = atSeq === undefined ? entries : entries.map((entry) => upTo(entry, atSeq));
  const state = fold(past.map(inCurrentEvents));
  if (state === null || (atSeq !== undefined && state.sequence < atSeq)) {
    throw new Refusal(
      'INVALID_QUERY',
      `Expected at_seq to be an event of the instance, 1 to ${state?.sequence ?? 0}, but found ${atSeq ?? 0}`,
    );
  }
  const graph = await useCase.runtime.definitions.graph(useCase.principal.tenantId, state.definitionId);
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
  { principal, database }: UseCase,
  id: string,
  upToSeq?: number,
): Promise<readonly JournalEntry[]> {
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
  return entries;
}

/** The definitions the instance has run by. */
async function graphsOf(
  { principal, runtime }: UseCase,
  entries: readonly JournalEntry[],
): Promise<ReadonlyMap<string, ProcessGraph>> {
  const graphs = new Map<string, ProcessGraph>();
  for (const event of entries.flatMap(({ events }) => events)) {
    const definitionId = definitionFrom(event);
    if (definitionId === null || graphs.has(definitionId)) continue;
    graphs.set(definitionId, await runtime.definitions.graph(principal.tenantId, definitionId));
  }
  return graphs;
}

/** The definition an instance runs by from this event on. */
function definitionFrom(event: Event): string | null {
  return event.type === 'instanceStarted' || event.type === 'instanceMigrated' ? event.definitionId : null;
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

function activitiesOf(
  entries: readonly JournalEntry[],
  graphs: ReadonlyMap<string, ProcessGraph>,
): Activity[] {
  const activities = new Map<string, Activity>();
  let graph: ProcessGraph | undefined;
  for (const { at, events } of entries) {
    const time = new Date(at).toISOString();
    for (const event of events) {
      graph = graphs.get(definitionFrom(event) ?? '') ?? graph;
      if (event.type === 'elementReady') {
        activities.set(event.elementInstanceId, {
          ...shownAs(graph, event.elementId),
          element_instance_id: event.elementInstanceId,
          status: 'active',
          start_time: time,
          end_time: null,
        });
      }
      if (event.type === 'instanceMigrated') renameLive(activities, event, graph);
      for (const id of absorbedBy(event)) activities.delete(id);
      for (const [id, status] of endedBy(event)) {
        const activity = activities.get(id);
        if (activity !== undefined) activities.set(id, { ...activity, status, end_time: time });
      }
    }
  }
  return [...activities.values()];
}

function shownAs(
  graph: ProcessGraph | undefined,
  elementId: string,
): Pick<Activity, 'element_id' | 'type' | 'name'> {
  const node = graph?.nodes.get(elementId);
  return {
    element_id: elementId,
    type: node === undefined ? '' : bpmnTypes[node.type],
    name: node?.name ?? null,
  };
}

/** What has ended stays what it was; what runs is shown as what it has become. */
function renameLive(
  activities: Map<string, Activity>,
  { elements }: Extract<Event, { type: 'instanceMigrated' }>,
  graph: ProcessGraph | undefined,
): void {
  for (const [id, activity] of activities) {
    if (activity.status !== 'active') continue;
    const before = activity.element_id;
    const becomes = Object.hasOwn(elements, before) ? elements[before] : undefined;
    activities.set(id, { ...activity, ...shownAs(graph, becomes ?? before) });
  }
}

/** Tokens an activity waited for: with the last of them it began, once. */
function absorbedBy(event: Event): readonly string[] {
  return event.type === 'tokensJoined' && event.begins ? event.merged : [];
}

function endedBy(event: Event): readonly (readonly [string, 'completed' | 'terminated'])[] {
  if (event.type === 'elementCompleted') return [[event.elementInstanceId, 'completed']];
  if (event.type === 'elementTerminated') return [[event.elementInstanceId, 'terminated']];
  if (event.type === 'tokensJoined' && !event.begins)
    return event.merged.map((id) => [id, 'completed'] as const);
  return [];
}
