import type { Activity, ActivityList, Journal, JournalEvent } from '@wbpm/contract';
import type { Event, JournalEntry, ProcessGraph } from '@wbpm/engine';
import type { UseCase } from '../use-case.ts';
import { bpmnTypes } from './element-type.ts';
import { requireJournal, wireEntry } from './journal-entries.ts';
import { encodeCursor, keyAfter, keyParts, type Page } from './page.ts';

/** Every run of every element, in the order they started. */
export async function readActivities(useCase: UseCase, id: string): Promise<ActivityList> {
  const entries = await requireJournal(useCase, id);
  return { activities: await activitiesOf(useCase, entries), next_cursor: null };
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

async function activitiesOf(
  { principal, runtime }: UseCase,
  entries: AsyncIterable<JournalEntry>,
): Promise<Activity[]> {
  const activities = new Map<string, Activity>();
  let graph: ProcessGraph | undefined;
  for await (const { at, events } of entries) {
    const time = new Date(at).toISOString();
    for (const event of events) {
      const definitionId = definitionFrom(event);
      if (definitionId !== null) graph = await runtime.definitions.graph(principal.tenantId, definitionId);
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
  if (event.type === 'elementTerminated' || event.type === 'scopeLeft')
    return [[event.elementInstanceId, 'terminated']];
  if (event.type === 'tokensJoined' && !event.begins)
    return event.merged.map((id) => [id, 'completed'] as const);
  return [];
}
