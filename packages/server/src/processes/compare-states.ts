import type { ComparedElement, JournalEvent, StateComparison, Subscription } from '@wbpm/contract';
import { apply, type Incident, type InstanceState, type ProcessGraph } from '@wbpm/engine';
import { Refusal } from '../access/refusal.ts';
import type { UseCase } from '../use-case.ts';
import { compareVariables, copyOfVariables } from './compare-variables.ts';
import { inCurrentEvents } from './current-events.ts';
import { requireJournal, wireEntry } from './journal-entries.ts';
import { noSuchEvent } from './past-state.ts';
import { wireIncident, wireSubscriptions } from './wire-state.ts';

const mostEvents = 100;

/** What differs between the instance after event `fromSeq` and after event `toSeq`. */
export async function compareStates(
  useCase: UseCase,
  id: string,
  { fromSeq, toSeq }: { readonly fromSeq: number; readonly toSeq: number },
): Promise<StateComparison> {
  if (fromSeq > toSeq) {
    const message = `Expected from_seq to be at most to_seq, but found ${fromSeq} and ${toSeq}`;
    throw new Refusal('INVALID_QUERY', message, {
      findings: [{ code: 'INVALID_QUERY', pointer: '?from_seq', message }],
    });
  }
  const { tenantId } = useCase.principal;
  const graphOf = (state: InstanceState) => useCase.runtime.definitions.graph(tenantId, state.definitionId);
  let state: InstanceState | null = null;
  let before: Snapshot | null = null;
  const events: JournalEvent[] = [];
  for await (const entry of await requireJournal(useCase, id, { upToSeq: toSeq })) {
    for (const [index, event] of inCurrentEvents(entry).events.entries()) {
      const seq = entry.firstSeq + index;
      if (seq > toSeq) break;
      state = apply(state, event, entry.at);
      if (seq === fromSeq) before = snapshotOf(state, await graphOf(state));
    }
    const wanted = mostEvents - events.length;
    if (wanted > 0 && entry.firstSeq + entry.events.length > fromSeq + 1) {
      events.push(
        ...wireEntry(entry)
          .filter(({ seq }) => seq > fromSeq && seq <= toSeq)
          .slice(0, wanted),
      );
    }
  }
  const last = state?.sequence ?? 0;
  if (state === null || before === null) throw noSuchEvent('from_seq', fromSeq, last);
  if (last < toSeq) throw noSuchEvent('to_seq', toSeq, last);
  return {
    instance_id: state.instanceId,
    from_seq: fromSeq,
    to_seq: toSeq,
    ...differences(before, snapshotOf(state, await graphOf(state))),
    events: { count: toSeq - fromSeq, first: events },
  };
}

/** A copy of what is compared: the state itself changes in place. */
interface Snapshot {
  readonly status: InstanceState['status'];
  readonly definitionId: string;
  readonly variables: ReturnType<typeof copyOfVariables>;
  readonly elements: ReadonlyMap<string, ComparedElement>;
  readonly incidents: ReadonlyMap<string, Incident>;
  readonly waits: ReadonlyMap<string, Subscription>;
}

function snapshotOf(state: InstanceState, graph: ProcessGraph): Snapshot {
  return {
    status: state.status,
    definitionId: state.definitionId,
    variables: copyOfVariables(state),
    elements: new Map(
      [...state.elements.values()].map(({ id, elementId }) => [
        id,
        { element_id: elementId, element_instance_id: id },
      ]),
    ),
    incidents: new Map(state.incidents),
    waits: wireSubscriptions(state, graph),
  };
}

function differences(
  before: Snapshot,
  after: Snapshot,
): Omit<StateComparison, 'instance_id' | 'from_seq' | 'to_seq' | 'events'> {
  return {
    status: { from: before.status, to: after.status },
    definition_id: { from: before.definitionId, to: after.definitionId },
    variables: compareVariables(before.variables, after.variables),
    elements: {
      entered: missingIn(before.elements, after.elements),
      left: missingIn(after.elements, before.elements),
      still_active: [...after.elements].flatMap(([id, element]) =>
        before.elements.has(id) ? [element] : [],
      ),
    },
    incidents: {
      opened: missingIn(before.incidents, after.incidents).map(wireIncident),
      closed: missingIn(after.incidents, before.incidents).map(wireIncident),
    },
    waits: {
      opened: missingIn(before.waits, after.waits),
      closed: missingIn(after.waits, before.waits),
    },
  };
}

/** What of `others` is not among `these`. */
function missingIn<Value>(these: ReadonlyMap<string, Value>, others: ReadonlyMap<string, Value>): Value[] {
  return [...others].flatMap(([id, value]) => (these.has(id) ? [] : [value]));
}
