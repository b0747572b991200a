import type { InstanceState, JournalEntry } from '@wbpm/engine';
import type {
  Consumed,
  IdempotencyKeyRow,
  InstanceChange,
  JobFence,
  JournalRow,
} from '../store/instance-change.ts';
import { journalHash } from './journal-hash.ts';
import { outboxOf } from './outbox-of.ts';
import { projectElements, projectVariables } from './project-elements.ts';
import { projectCompensations, projectLoops } from './project-loops.ts';
import { projectMigration } from './project-migration.ts';
import { projectSubscriptions } from './project-subscriptions.ts';
import { type LeaseNewJob, projectIncidents, projectJobs, projectTasks } from './project-work.ts';
import { type Recorded, recordedEvents } from './recorded.ts';
import type { StoredRows } from './stored-rows.ts';
import { eventsText, TakenOut } from './taken-out.ts';

/** What one turn did to one instance, before it is written. */
export interface TurnResult {
  readonly tenantId: string;
  readonly state: InstanceState;
  readonly sequenceBefore: number;
  readonly hashBefore: string;
  readonly startedBy: string;
  readonly uniqueKey: string | null;
  readonly conversationId: string | null;
  readonly entries: readonly JournalEntry[];
  readonly unfinishedSteps: number | null;
  readonly keys: readonly IdempotencyKeyRow[];
  readonly fences: readonly JobFence[];
  readonly consumes: readonly Consumed[];
}

/**
 * Turns the events of a turn into the rows that change: only what the turn touched, however large the
 * instance. `stored` are the rows that go without an event of their own.
 */
export function projectChange(
  turn: TurnResult,
  stored: StoredRows,
  leaseNewJob: LeaseNewJob,
  outboxLockedUntil: number,
  largeValueBytes: number,
): InstanceChange {
  const { state } = turn;
  const takenOut = new TakenOut(largeValueBytes);
  const recorded = recordedEvents(turn.entries);
  const elements = projectElements(recorded, state);
  const journal = journalRows(turn, takenOut);
  const subscriptions = projectSubscriptions(recorded, state, elements.deleted, stored);
  return {
    tenantId: turn.tenantId,
    instanceId: state.instanceId,
    expectedSequence: turn.sequenceBefore,
    instance: {
      definitionId: state.definitionId,
      processId: state.processId,
      version: state.version,
      businessKey: state.businessKey,
      uniqueKey: turn.uniqueKey,
      parent: state.parent,
      conversationId: turn.conversationId,
      status: state.status,
      sequence: state.sequence,
      journalHash: journal.at(-1)?.hash ?? turn.hashBefore,
      unfinishedSteps: turn.unfinishedSteps,
      openIncidents: state.incidents.size,
      startedBy: turn.startedBy,
      startedAt: state.startedAt,
      endedAt: state.endedAt,
    },
    journal,
    elements,
    variables: projectVariables(recorded, state, elements.deleted, stored, takenOut),
    tasks: projectTasks(recorded),
    jobs: projectJobs(recorded, state, leaseNewJob),
    ...subscriptions,
    loops: projectLoops(recorded, state, elements.deleted, stored),
    compensations: projectCompensations(recorded, state, stored),
    incidents: projectIncidents(recorded),
    migration: projectMigration(recorded, state),
    waitsActive: waitsActive(recorded, state, subscriptions),
    largeValues: takenOut.values,
    outbox: outboxOf(recorded, state, turn.conversationId, outboxLockedUntil),
    keys: turn.keys,
    fences: turn.fences,
    consumes: turn.consumes,
  };
}

function journalRows(turn: TurnResult, takenOut: TakenOut): JournalRow[] {
  let previous = turn.hashBefore;
  return turn.entries.map((entry) => {
    const row = {
      firstSeq: entry.firstSeq,
      lastSeq: entry.firstSeq + entry.events.length - 1,
      at: entry.at,
      actor: entry.actor,
      command: entry.command,
      ...eventsText(entry.events, takenOut),
    };
    const hash = journalHash(previous, row);
    previous = hash;
    return { ...row, hash };
  });
}

/** What is opened while the instance is suspended rests with it. */
function waitsActive(
  recorded: readonly Recorded[],
  { status }: InstanceState,
  { timers, subscriptions }: Pick<InstanceChange, 'timers' | 'subscriptions'>,
): boolean | null {
  const opened = timers.created.length + subscriptions.opened.length > 0;
  let active = status === 'suspended' && opened ? false : null;
  for (const { event } of recorded) {
    if (event.type === 'instanceSuspended') active = false;
    if (event.type === 'instanceResumed') active = true;
  }
  return active;
}
