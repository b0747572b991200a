import type { FlowNode } from '../../model/flow-node.ts';
import {
  catchEvent,
  complex,
  eventBased,
  exclusive,
  feel,
  feelScript,
  inclusive,
  parallel,
  receiveTask,
  task,
} from '../model.ts';
import type { Cycle, Race, Sequence, Split, Tangle } from './block.ts';
import type { Draft, Part } from './draft.ts';
import type { Place } from './draft-activity.ts';
import { triggerOf } from './draft-events.ts';

export function drawSequence(draft: Draft, place: Place, { blocks }: Sequence, scopeId: string | null): Part {
  const parts = blocks.map((inner) => place(inner, scopeId));
  for (const [index, part] of parts.slice(1).entries()) {
    into(draft, parts[index]?.exits ?? [], part.entry, scopeId);
  }
  return { entry: parts[0]?.entry ?? '', exits: parts.at(-1)?.exits ?? [] };
}

/** A gateway that forks joins as well where several flows lead to it: so they do not. */
export function into(draft: Draft, exits: readonly string[], entry: string, scopeId: string | null): void {
  const forks = draft.nodes.get(entry)?.type === 'parallelGateway';
  draft.connect(forks ? draft.merged(exits, scopeId) : exits, entry);
}

export function drawSplit(draft: Draft, place: Place, split: Split, scopeId: string | null): Part {
  const [from = '', to = ''] = split.shape.split(' to ');
  const entry = draft.add(scopeId, `${from} `, (id) => forkNode(from, id));
  const joinId = to === 'nothing' ? null : draft.add(scopeId, `${to} join `, (id) => joinNode(to, id, split));
  const exits: string[] = [];
  for (const [index, inner] of split.blocks.entries()) {
    const part = place(inner, scopeId);
    const isLast = index === split.blocks.length - 1;
    if (from === 'parallel' || from === 'task') draft.connect([entry], part.entry);
    else if (isLast && split.otherwise) draft.byDefault(entry, part.entry);
    else draft.when(entry, part.entry, `v > ${split.limits[index] ?? 0}`);
    if (joinId === null) exits.push(...part.exits);
    else draft.join(part.exits, joinId, scopeId);
  }
  return { entry, exits: joinId === null ? exits : [joinId] };
}

function forkNode(from: string, id: string): FlowNode {
  switch (from) {
    case 'parallel':
      return parallel(id);
    case 'inclusive':
      return inclusive(id);
    case 'complex':
      return complex(id);
    case 'exclusive':
      return exclusive(id);
    default:
      return task(id);
  }
}

function joinNode(to: string, id: string, { starts }: Split): FlowNode {
  switch (to) {
    case 'parallel':
      return parallel(id);
    case 'inclusive':
      return inclusive(id);
    default:
      return complex(id, {
        activationCondition: starts === null ? null : feel(`activationCount >= ${starts}`),
      });
  }
}

export function drawCycle(
  draft: Draft,
  place: Place,
  { times, entry: at, body }: Cycle,
  scopeId: string | null,
): Part {
  const counter = counterOf(draft);
  const reset = draft.add(scopeId, 'reset', (id) => feelScript(id, '0', counter));
  const entry = draft.add(scopeId, 'entry', (id) => forkNode(at, id));
  const inner = place(body, scopeId);
  draft.connect([reset], entry);
  into(draft, [entry], inner.entry, scopeId);
  return again(draft, { counter, times, first: reset, back: entry, exits: inner.exits }, scopeId);
}

export function drawTangle(
  draft: Draft,
  place: Place,
  { times, blocks, body }: Tangle,
  scopeId: string | null,
): Part {
  const counter = counterOf(draft);
  const reset = draft.add(scopeId, 'reset', (id) => feelScript(id, '0', counter));
  const fork = draft.add(scopeId, 'fork', parallel);
  const join = draft.add(scopeId, 'inclusive join ', inclusive);
  draft.connect([reset], fork);
  for (const block of blocks) {
    const part = place(block, scopeId);
    draft.connect([fork], part.entry);
    draft.connect(part.exits, join);
  }
  const inner = place(body, scopeId);
  into(draft, [join], inner.entry, scopeId);
  return again(draft, { counter, times, first: reset, back: join, exits: inner.exits }, scopeId);
}

const counterOf = ({ nodes }: Draft) => `c${nodes.size}`;

interface Round {
  readonly counter: string;
  readonly times: number;
  readonly first: string;
  readonly back: string;
  readonly exits: readonly string[];
}

/** Counts, and goes back until it has been round so many times. */
function again(draft: Draft, { counter, times, first, back, exits }: Round, scopeId: string | null): Part {
  const count = draft.add(scopeId, 'count', (id) => feelScript(id, `${counter} + 1`, counter));
  const choice = draft.add(scopeId, 'again', exclusive);
  const done = draft.add(scopeId, 'done', task);
  draft.connect(draft.merged(exits, scopeId), count);
  draft.connect([count], choice);
  draft.when(choice, back, `${counter} < ${times}`);
  draft.byDefault(choice, done);
  return { entry: first, exits: [done] };
}

export function drawRace(draft: Draft, place: Place, { branches }: Race, scopeId: string | null): Part {
  const entry = draft.add(scopeId, 'race', eventBased);
  const exits: string[] = [];
  for (const [index, { awaits, leadsTo }] of branches.entries()) {
    const awaiting = draft.add(scopeId, `first ${awaits} `, (id) =>
      awaits === 'receive' ? receiveTask(id, `m${index % 2}`) : catchEvent(id, triggerOf(awaits, index)),
    );
    const part = place(leadsTo, scopeId);
    draft.connect([entry], awaiting);
    draft.connect([awaiting], part.entry);
    exits.push(...part.exits);
  }
  return { entry, exits };
}
