import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ProcessGraph } from '../model/process-graph.ts';
import { restlessness } from '../testing/invariants.ts';
import { randomProcess } from '../testing/random/arbitrary.ts';
import { waking } from '../testing/random/commands.ts';
import type { Step } from '../testing/random/host.ts';
import { chosen, path } from '../testing/random/path.ts';
import { printed } from '../testing/random/print.ts';
import { graphsOf } from '../testing/random/run.ts';
import { World } from '../testing/random/world.ts';
import { fingerprint, reloaded } from '../testing/stored-state.ts';
import { apply } from './apply.ts';
import type { Command } from './command.ts';
import { decide } from './decide.ts';
import type { Event } from './event.ts';
import { planMigration } from './migration/plan-migration.ts';
import type { Modification } from './modification/modification.ts';
import { hasEnded, type InstanceState } from './state.ts';
import type { HostRequest } from './turn.ts';

/** More: WBPM_PROPERTY_RUNS=20000. */
const models = Number(process.env['WBPM_PROPERTY_RUNS'] ?? 300);
const seed = process.env['WBPM_PROPERTY_SEED'];
const msPerModel = 200;

const instructions = fc.array(
  fc.record({
    kind: fc.constantFrom('activate', 'after', 'cancel', 'cancel one', 'move', 'flow'),
    from: fc.nat(9_999),
    to: fc.nat(9_999),
  }),
  { minLength: 1, maxLength: 3 },
);
type Drawn = typeof instructions extends fc.Arbitrary<infer Value> ? Value : never;

test(`whatever is done by hand to ${models} random processes, journal and state agree and nothing is left waiting for nothing`, {
  timeout: 60_000 + models * msPerModel,
}, () => {
  const total = { done: 0, refused: 0, migrated: 0 };
  fc.assert(
    fc.property(
      randomProcess,
      path,
      instructions,
      fc.array(fc.nat(9_999), { maxLength: 6 }),
      (drawn, taken, changes, wakes) => {
        const graphs = graphsOf(drawn);
        const world = new World(graphs, taken.stepsPerTurn);
        world.start('main', taken.variables);
        for (const happening of taken.happenings) {
          const choice = chosen(world.hosts, happening);
          if (choice !== null && world.found.length === 0) world.execute(choice.instanceId, choice.command);
        }
        for (const [instanceId, { graph, state }] of world.live) {
          const found = [
            ...afterMigration(graph, state),
            ...afterModification(graph, state, changes, wakes, total),
          ];
          total.migrated += 1;
          if (found.length === 0) continue;
          const processes = [...graphs].map(([id, one]) => printed(id, one));
          throw new Error(
            [instanceId, ...found, ...processes, ...world.trace, JSON.stringify(changes)].join('\n'),
          );
        }
      },
    ),
    {
      numRuns: models,
      ...(seed === undefined ? {} : { seed: Number(seed) }),
    },
  );
  expect(total.migrated).toBeGreaterThan(models / 10);
  expect(total.done).toBeGreaterThan(models / 20);
  expect(total.refused).toBeGreaterThan(0);
});

/** To the same model: nothing but the definition is another one. */
function afterMigration(graph: ProcessGraph, state: InstanceState): string[] {
  const request = { target: graph, definitionId: 'newer', version: 2, mapping: {} };
  const { verdict, elements, subscriptions } = planMigration(graph, reloaded(state), request, 0);
  const found = elements.flatMap(({ reason }) => reason ?? []);
  if (verdict !== 'migrates' || subscriptions.closed.length + subscriptions.opened.length > 0) {
    return ['it does not migrate to itself', ...found, JSON.stringify(subscriptions)];
  }
  const before = reloaded(state);
  const turn = carriedOut(graph, before, { type: 'migrateInstance', ...request, reason: null });
  if (turn === null) return ['it was refused to migrate to itself'];
  const [migrated, ...others] = turn.events;
  if (migrated?.type !== 'instanceMigrated') return ['it did not migrate first'];
  if (state.status !== 'active' || state.pending.size === 0)
    found.push(...others.map(({ type }) => `${type} came along`));
  return [...found, ...disagreements(state, turn)];
}

function afterModification(
  graph: ProcessGraph,
  state: InstanceState,
  drawn: Drawn,
  wakes: readonly number[],
  total: { done: number; refused: number },
): string[] {
  const command: Command = {
    type: 'modifyInstance',
    instructions: drawn.map((one) => instructionOf(graph, state, one)),
    variables: {},
    reason: null,
  };
  const before = reloaded(state);
  const expected = fingerprint(before);
  let turn = carriedOut(graph, before, command);
  if (turn === null) {
    total.refused += 1;
    return fingerprint(before) === expected ? [] : ['it was refused half way'];
  }
  total.done += 1;
  const found = disagreements(state, turn);
  for (const wake of wakes) {
    if (found.length > 0 || hasEnded(turn.state)) break;
    const possible: readonly Command[] = waking(graph, turn);
    const next = possible[wake % Math.max(1, possible.length)];
    if (next === undefined) break;
    const earlier = reloaded(turn.state);
    const woken = carriedOut(graph, turn.state, next);
    if (woken === null) continue;
    turn = woken;
    found.push(...disagreements(earlier, turn).map((fault) => `${next.type}: ${fault}`));
  }
  return found;
}

function disagreements(before: InstanceState, { events, state, unfinished }: Step): string[] {
  const folded = (JSON.parse(JSON.stringify(events)) as Event[]).reduce(
    (sum, event) => apply(sum, event, at),
    reloaded(before),
  );
  const found = restlessness(state, unfinished);
  if (fingerprint(folded) !== fingerprint(state)) found.push('the events do not add up to the state');
  if (fingerprint(reloaded(state)) !== fingerprint(state)) found.push('the store gives back another state');
  return found;
}

function instructionOf(
  graph: ProcessGraph,
  state: InstanceState,
  { kind, from, to }: Drawn[number],
): Modification {
  const nodes = [...graph.nodes.keys()];
  const flows = [...graph.flows.keys()];
  const live = [...state.elements.values()];
  const one = live[from % Math.max(1, live.length)];
  const node = nodes[to % nodes.length] ?? '';
  const activate = { kind: 'activate', position: 'before', scopeId: null, variables: {} } as const;
  switch (kind) {
    case 'after':
      return { ...activate, elementId: node, position: 'after' };
    case 'flow':
      return { ...activate, elementId: flows[to % Math.max(1, flows.length)] ?? '' };
    case 'cancel':
      return { kind: 'cancel', target: one?.elementId ?? '' };
    case 'cancel one':
      return { kind: 'cancel', target: one?.id ?? '' };
    case 'move':
      return { kind: 'move', from: one?.id ?? '', to: node };
    default:
      return { ...activate, elementId: node };
  }
}

const at = 5_000_000;

/** With the scripts and decisions it leads to, which fail; null: it was refused. */
function carriedOut(graph: ProcessGraph, before: InstanceState, command: Command): Step | null {
  let ids = 0;
  const env = {
    now: at,
    newId: () => `z${String(++ids + before.sequence * 1_000).padStart(9, '0')}`,
    limits: { stepsPerTurn: 1_000, stepsWithoutWait: 1_000 },
  };
  const events: Event[] = [];
  let next = command;
  for (let state = before; ; ) {
    const decision = decide(graph, state, next, env);
    if (decision.kind === 'rejected') return null;
    events.push(...decision.events);
    ({ state } = decision);
    const { request, unfinished, stepsTaken } = decision;
    if (request === null) return { events, state, unfinished, stepsTaken, rejection: null, ids };
    next = failed(request, stepsTaken);
  }
}

function failed({ kind, elementInstanceId }: HostRequest, stepsTaken: number): Command {
  const outcome = { kind: 'failed', message: 'it fails' } as const;
  return {
    type: kind === 'script' ? 'completeScript' : 'completeDecision',
    elementInstanceId,
    outcome,
    stepsTaken,
  };
}
