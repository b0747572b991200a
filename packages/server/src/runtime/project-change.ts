import type { ElementInstance, Event, InstanceState, JournalEntry, Json } from '@wbpm/engine';
import type {
  ElementRow,
  IdempotencyKeyRow,
  IncidentRow,
  InstanceChange,
  JobFence,
  JobRow,
  JournalRow,
  TaskRow,
  TimerRow,
  VariableRow,
} from '../store/instance-change.ts';
import { journalHash } from './journal-hash.ts';
import { searchColumns } from './search-columns.ts';

/** What one turn did to one instance, before it is written. */
export interface TurnResult {
  readonly tenantId: string;
  readonly state: InstanceState;
  readonly sequenceBefore: number;
  readonly hashBefore: string;
  readonly startedBy: string;
  readonly uniqueKey: string | null;
  readonly entries: readonly JournalEntry[];
  readonly unfinished: boolean;
  readonly keys: readonly IdempotencyKeyRow[];
  readonly fences: readonly JobFence[];
}

/** Gives a job of this type a lease in the commit that creates it, or null when no handler is here. */
export type LeaseNewJob = (jobType: string) => JobRow['lease'];

type Writable<Group> = {
  -readonly [Key in keyof Group]: Group[Key] extends readonly (infer Row)[] ? Row[] : never;
};

/**
 * Turns the events of a turn into the rows that change: only what the turn touched, however large the
 * instance. `localScopes` are the scopes with variables of their own in the store.
 */
export function projectChange(
  turn: TurnResult,
  localScopes: ReadonlySet<string>,
  leaseNewJob: LeaseNewJob,
): InstanceChange {
  const tasks: Writable<InstanceChange['tasks']> = { created: [], assigned: [], closed: [] };
  const jobs: Writable<InstanceChange['jobs']> = { created: [], retried: [], deleted: [] };
  const timers: Writable<InstanceChange['timers']> = { created: [], deleted: [] };
  const incidents: Writable<InstanceChange['incidents']> = { raised: [], resolved: [] };
  const touched = new Set<string>();
  const born = new Set<string>();
  const merged = new Set<string>();
  const variables = new Map<string, Set<string>>();
  const assignees = new Map<string, string | null>();
  let waitsActive: boolean | null = null;

  for (const { at, actor, events } of turn.entries) {
    for (const event of events) {
      if ('elementInstanceId' in event) touched.add(event.elementInstanceId);
      switch (event.type) {
        case 'variablesSet': {
          const names = variables.get(event.scopeId) ?? new Set();
          for (const name of Object.keys(event.variables)) names.add(name);
          variables.set(event.scopeId, names);
          break;
        }
        case 'elementReady':
          born.add(event.elementInstanceId);
          break;
        case 'tokensJoined':
          for (const id of event.merged) merged.add(id);
          break;
        case 'userTaskCreated':
          tasks.created.push(taskRow(event, at));
          break;
        case 'userTaskAssigned':
          assignees.set(event.elementInstanceId, event.assignee);
          break;
        case 'userTaskCompleted':
          closeTask(event.elementInstanceId, 'completed', actor, at, event.createdAt);
          break;
        case 'jobCreated':
          jobs.created.push(jobRow(event, at, leaseNewJob(event.jobType)));
          break;
        case 'jobCompleted':
          jobs.deleted.push(event.elementInstanceId);
          break;
        case 'jobFailed':
          jobs.retried.push({ jobId: event.elementInstanceId, retries: event.retries, dueAt: event.retryAt });
          break;
        case 'jobRetriesSet':
          jobs.retried.push({ jobId: event.elementInstanceId, retries: event.retries, dueAt: at });
          break;
        case 'timerScheduled':
          timers.created.push(timerRow(event, at));
          break;
        case 'timerFired':
          timers.deleted.push(event.elementInstanceId);
          break;
        case 'incidentRaised':
          incidents.raised.push(incidentRow(event, at));
          break;
        case 'incidentResolved':
          incidents.resolved.push({ incidentId: event.incidentId, at });
          break;
        case 'elementTerminated':
          withdraw(event.elementInstanceId, actor, at);
          break;
        case 'instanceSuspended':
          waitsActive = false;
          break;
        case 'instanceResumed':
          waitsActive = true;
          break;
        case 'instanceStarted':
        case 'elementActivated':
        case 'elementCompleting':
        case 'elementCompleted':
        case 'joinReached':
        case 'instanceCompleted':
        case 'instanceTerminated':
        case 'instanceFailed':
          break;
      }
    }
  }

  /** Nothing says which wait a terminated element had; a row that is not there costs a failed probe. */
  function withdraw(id: string, actor: string, at: number): void {
    closeTask(id, 'terminated', actor, at, null);
    jobs.deleted.push(id);
    timers.deleted.push(id);
  }

  /** Taking a task and closing it in one turn is one write of its row. */
  function closeTask(
    id: string,
    status: 'completed' | 'terminated',
    by: string,
    at: number,
    createdAt: number | null,
  ): void {
    tasks.closed.push({ taskId: id, status, by, at, assignee: assignees.get(id) ?? null, createdAt });
    assignees.delete(id);
  }

  for (const [taskId, assignee] of assignees) tasks.assigned.push({ taskId, assignee });
  for (const id of merged) touched.add(id);
  const journal = journalRows(turn);
  const { state } = turn;
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
      status: state.status,
      sequence: state.sequence,
      journalHash: journal.at(-1)?.hash ?? turn.hashBefore,
      unfinished: turn.unfinished,
      openIncidents: state.incidents.size,
      startedBy: turn.startedBy,
      startedAt: state.startedAt,
      endedAt: state.endedAt,
    },
    journal,
    elements: elementRows(state, touched, born),
    variables: variableRows(state, variables, localScopes),
    tasks,
    jobs,
    timers,
    incidents,
    waitsActive,
    keys: turn.keys,
    fences: turn.fences,
  };
}

function journalRows(turn: TurnResult): JournalRow[] {
  let previous = turn.hashBefore;
  return turn.entries.map((entry) => {
    const row = {
      firstSeq: entry.firstSeq,
      lastSeq: entry.firstSeq + entry.events.length - 1,
      at: entry.at,
      actor: entry.actor,
      command: entry.command,
      events: JSON.stringify(entry.events),
    };
    const hash = journalHash(previous, row);
    previous = hash;
    return { ...row, hash };
  });
}

function elementRows(
  state: InstanceState,
  touched: ReadonlySet<string>,
  born: ReadonlySet<string>,
): InstanceChange['elements'] {
  const inserted: ElementRow[] = [];
  const updated: ElementRow[] = [];
  const deleted: string[] = [];
  for (const id of touched) {
    const element = state.elements.get(id);
    if (element === undefined) {
      if (!born.has(id)) deleted.push(id);
    } else if (born.has(id)) inserted.push(elementRow(element));
    else updated.push(elementRow(element));
  }
  return { inserted, updated, deleted };
}

function elementRow(element: ElementInstance): ElementRow {
  return {
    id: element.id,
    elementId: element.elementId,
    scopeId: element.scopeId,
    flowId: element.flowId,
    status: element.status,
    since: element.since,
    wait: element.wait === null ? null : JSON.stringify(element.wait),
    incidentId: element.incidentId,
  };
}

function variableRows(
  state: InstanceState,
  touched: ReadonlyMap<string, ReadonlySet<string>>,
  localScopes: ReadonlySet<string>,
): InstanceChange['variables'] {
  const set: VariableRow[] = [];
  for (const [scopeId, names] of touched) {
    const scope = state.variables.get(scopeId);
    if (scope === undefined) continue;
    for (const name of names) set.push(variableRow(scopeId, name, scope[name] ?? null));
  }
  const deletedScopes = [...localScopes].filter((scopeId) => !state.variables.has(scopeId));
  return { set, deletedScopes };
}

function variableRow(scopeId: string, name: string, value: Json): VariableRow {
  return { scopeId, name, value: JSON.stringify(value), ...searchColumns(value) };
}

function taskRow(event: Extract<Event, { type: 'userTaskCreated' }>, at: number): TaskRow {
  return {
    taskId: event.elementInstanceId,
    elementId: event.elementId,
    createdAt: at,
    details: event.task,
  };
}

function jobRow(event: Extract<Event, { type: 'jobCreated' }>, at: number, lease: JobRow['lease']): JobRow {
  return {
    jobId: event.elementInstanceId,
    elementId: event.elementId,
    type: event.jobType,
    headers: JSON.stringify(event.headers),
    retries: event.retries,
    dueAt: at,
    lease,
  };
}

function timerRow(event: Extract<Event, { type: 'timerScheduled' }>, at: number): TimerRow {
  return {
    timerId: event.elementInstanceId,
    elementId: event.elementId,
    dueAt: event.dueAt,
    createdAt: at,
  };
}

function incidentRow(event: Extract<Event, { type: 'incidentRaised' }>, at: number): IncidentRow {
  return {
    incidentId: event.incidentId,
    elementId: event.elementId,
    elementInstanceId: event.elementInstanceId,
    code: event.code,
    message: event.message,
    at,
  };
}
