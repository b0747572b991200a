import type { Activity, ActivityList, Journal, JournalEvent } from '@wbpm/contract';
import type { Event, JournalEntry, ProcessGraph } from '@wbpm/engine';
import { requireId } from '../ids.ts';
import { liveElements } from '../store/live-elements.ts';
import { read } from '../store/read.ts';
import type { UseCase } from '../use-case.ts';
import { bpmnTypes } from './element-type.ts';
import { requireJournal, wireEntry } from './journal-entries.ts';
import { encodeCursor, keyAfter, keyParts, type Page } from './page.ts';
import { requireDefinition } from './read-process.ts';

/** Runs of elements in the order they started, a page of them. */
export async function readActivities(useCase: UseCase, id: string, page: Page): Promise<ActivityList> {
  const [seq = '0', definitionId = null] = keyAfter(page, keyParts.wholeNumber, keyParts.id) ?? [];
  const from = { seq: Number(seq), definitionId };
  // A cursor is a client's text: it may name what there never was.
  if (definitionId !== null) await requireDefinition(useCase, definitionId);
  const entries = await requireJournal(useCase, id, { after: from.seq });
  const { activities, next } = await activitiesOf(
    useCase,
    requireId('instance', id),
    entries,
    from,
    page.limit,
  );
  return {
    activities,
    next_cursor: next === null ? null : encodeCursor([String(next.seq), next.definitionId]),
  };
}

export async function readInstanceJournal(useCase: UseCase, id: string, page: Page): Promise<Journal> {
  const after = Number(keyAfter(page, keyParts.wholeNumber)?.[0] ?? 0);
  const events: JournalEvent[] = [];
  for await (const entry of await requireJournal(useCase, id, { after })) {
    events.push(...wireEntry(entry).filter(({ seq }) => seq > after));
    if (events.length > page.limit) break;
  }
  const shown = events.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    events: shown,
    next_cursor: events.length > shown.length && last !== undefined ? encodeCursor([String(last.seq)]) : null,
  };
}

/** The definition an instance runs by from this event on. */
function definitionFrom(event: Event): string | null {
  return event.type === 'instanceStarted' || event.type === 'instanceMigrated' ? event.definitionId : null;
}

/** The event behind which a page begins, and the definition the instance ran by at that time. */
interface Position {
  readonly seq: number;
  readonly definitionId: string;
}

interface ActivityPage {
  readonly activities: Activity[];
  readonly next: Position | null;
}

/**
 * The first runs that start behind `from`. The journal is read on until it is known what became of them, and no
 * further: those that live are asked for, and those that ended have ended somewhere behind.
 */
async function activitiesOf(
  { principal: { tenantId }, runtime, database }: UseCase,
  instanceId: string,
  entries: AsyncIterable<JournalEntry>,
  from: { readonly seq: number; readonly definitionId: string | null },
  limit: number,
): Promise<ActivityPage> {
  const activities = new Map<string, Activity>();
  let { definitionId } = from;
  let graph: ProcessGraph | undefined;
  if (definitionId !== null) graph = await runtime.definitions.graph(tenantId, definitionId);
  let started = 0;
  let last: Position | null = null;
  /** Those of the page that live, once it is known that there is another page. */
  let living: ReadonlyMap<string, string> | null = null;
  for await (const { at, events, firstSeq } of entries) {
    const time = new Date(at).toISOString();
    for (const [index, event] of events.entries()) {
      const seq = firstSeq + index;
      if (seq <= from.seq) continue;
      const changed = definitionFrom(event);
      if (changed !== null) {
        definitionId = changed;
        graph = await runtime.definitions.graph(tenantId, changed);
      }
      if (event.type === 'elementReady') {
        started += 1;
        if (started <= limit) {
          activities.set(event.elementInstanceId, {
            ...shownAs(graph, event.elementId),
            element_instance_id: event.elementInstanceId,
            status: 'active',
            start_time: time,
            end_time: null,
          });
          if (definitionId !== null) last = { seq, definitionId };
        } else {
          living ??= await read(database, tenantId, (transaction) =>
            liveElements(transaction, tenantId, instanceId, openIn(activities)),
          );
        }
      }
      if (event.type === 'instanceMigrated') renameLive(activities, event, graph);
      for (const id of absorbedBy(event)) activities.delete(id);
      for (const [id, status] of endedBy(event)) {
        const activity = activities.get(id);
        if (activity !== undefined) activities.set(id, { ...activity, status, end_time: time });
      }
    }
    const settled = living;
    if (settled !== null && openIn(activities).every((id) => settled.has(id))) break;
  }
  for (const [id, elementId] of living ?? []) {
    const activity = activities.get(id);
    // A migration that was not read any more may have moved it.
    if (activity !== undefined && activity.element_id !== elementId) {
      activities.set(id, { ...activity, element_id: elementId });
    }
  }
  return { activities: [...activities.values()], next: living === null ? null : last };
}

function openIn(activities: ReadonlyMap<string, Activity>): string[] {
  return [...activities.values()]
    .filter(({ status }) => status === 'active')
    .map((activity) => activity.element_instance_id);
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
  if (event.type === 'elementTerminated' || event.type === 'scopeLeft')
    return [[event.elementInstanceId, 'terminated']];
  if (event.type === 'tokensJoined' && !event.begins)
    return event.merged.map((id) => [id, 'completed'] as const);
  return [];
}
