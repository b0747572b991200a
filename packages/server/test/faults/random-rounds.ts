import { hasEnded } from '@wbpm/engine';
import { restlessness } from '@wbpm/engine/testing/invariants.ts';
import { type Seen, scriptOutcome } from '@wbpm/engine/testing/random/host.ts';
import { lostCalls } from '@wbpm/engine/testing/random/lost-calls.ts';
import type { TestClock } from '../../src/runtime/clock.ts';
import { OverloadedError } from '../../src/runtime/overloaded-error.ts';
import type { Database, Transaction } from '../../src/store/database.ts';
import { inspectInstances } from '../../src/testing/journal-faults.ts';
import { openTestRuntime, startCommand, type TestRuntime } from '../../src/testing/test-runtime.ts';
import { deployRandom } from './random-deployment.ts';
import type { Walk } from './random-walk.ts';

/** A turn that stops after few steps goes on in the next one. */
const stepsPerTurn = [3, 7, 1_000];
/** Longer than anything is leased. */
const betweenRoundsMs = 7_200_000;
/** Of a walk that does not even end when it is cancelled. */
const mostSteps = 500;
/** Walks under way: what they do in one round shares its commits and its queries. */
const together = 64;

export interface Walked {
  readonly paths: number;
  readonly steps: number;
  readonly mismatches: readonly { readonly walk: Walk; readonly faults: readonly string[] }[];
}

/** A walk with what is stored of it. */
interface Place {
  readonly walk: Walk;
  /** Of its processes by definition id. */
  readonly names: ReadonlyMap<string, string>;
  readonly mainId: string;
  /** Ended instances stay as they were found. */
  readonly instances: Map<string, Seen>;
}

/**
 * Takes every walk a step at a time, many of them on one node. After each step the node stops, another one
 * takes its place that knows only what is stored, and that is compared with the journals.
 */
export async function walkAll(database: Database, clock: TestClock, walks: Iterator<Walk>): Promise<Walked> {
  let paths = 0;
  let steps = 0;
  const mismatches: { walk: Walk; faults: readonly string[] }[] = [];
  let places: Place[] = [];
  for (let round = 0; ; round += 1) {
    const node = await openTestRuntime(database, {
      clock,
      limits: {
        stepsPerTurn: stepsPerTurn[round % stepsPerTurn.length] ?? 1_000,
        stepsWithoutWait: 300,
        cacheSize: 1,
      },
      runScript: async (_source, variables) => scriptOutcome(variables),
    });
    const entering = enter(node, walks, together - places.length);
    places.push(...(await Promise.all(entering)));
    paths += entering.length;
    const taken = await Promise.all(places.map((place) => takeStep(node, place)));
    steps += taken.filter(Boolean).length;
    clock.set(clock.now() + betweenRoundsMs);
    await node.runtime.atRest();
    await node.runtime.takeLeftOver();
    await node.runtime.atRest();
    await node.runtime.stop();
    const under = places.filter((_place, index) => taken[index]);
    if (under.length === 0) return { paths, steps, mismatches };
    const found = await database.transaction({ kind: 'runtime' }, (transaction) =>
      lookAt(transaction, under),
    );
    const errors = node.errors.map((error) => (error instanceof Error ? error.stack : String(error)) ?? '');
    places = under.filter(({ walk }, index) => {
      const faults = [...(found[index] ?? []), ...errors];
      if (walk.trace.length > mostSteps) faults.push('it does not end');
      if (faults.length > 0) mismatches.push({ walk, faults });
      return faults.length === 0;
    });
  }
}

function enter(node: TestRuntime, walks: Iterator<Walk>, most: number): Promise<Place>[] {
  const entering: Promise<Place>[] = [];
  while (entering.length < most) {
    const next = walks.next();
    if (next.done === true) break;
    entering.push(place(node, next.value));
  }
  return entering;
}

async function place(node: TestRuntime, walk: Walk): Promise<Place> {
  const names = await deployRandom(node, walk.tenantId, walk.graphs);
  return { walk, names, mainId: node.runtime.newId(), instances: new Map() };
}

/** False when the walk has come to its end. */
async function takeStep({ runtime }: TestRuntime, place: Place): Promise<boolean> {
  const { walk, instances, mainId, names } = place;
  const next = instances.size === 0 ? startOf(walk, mainId, names) : walk.next(instances);
  if (next === null) return false;
  walk.trace.push(`${next.instanceId} ${JSON.stringify(next.command)}`);
  try {
    const outcome = await runtime.execute({
      tenantId: walk.tenantId,
      actor: 'ann',
      respond: () => ({}),
      ...next,
    });
    if (outcome.kind === 'rejected') walk.trace.push(`  ${outcome.rejection.code}`);
  } catch (error) {
    // Its caller was sent away; what became of the command is seen below.
    if (!(error instanceof OverloadedError)) throw error;
    walk.trace.push('  not answered in time');
  }
  return true;
}

function startOf({ variables }: Walk, instanceId: string, names: ReadonlyMap<string, string>) {
  const [definitionId = ''] = [...names].find(([, name]) => name === 'main') ?? [];
  const command = startCommand({ definitionId, version: 1 }, instanceId, { ...variables, n: 0 });
  return { instanceId, command };
}

/** Reads what is stored of each place anew; answers what is wrong with it. */
async function lookAt(
  transaction: Transaction,
  places: readonly Place[],
): Promise<readonly (readonly string[])[]> {
  const known = places.flatMap(({ instances }) =>
    [...instances].filter(([, { state }]) => hasEnded(state)).map(([instanceId]) => instanceId),
  );
  const tenants = places.map(({ walk }) => walk.tenantId);
  const [rows, underWay] = await Promise.all([
    transaction.query<{ tenant_id: string; instance_id: string }>(
      `SELECT tenant_id, instance_id FROM wbpm_process_instances
       WHERE tenant_id = ANY($1::text[]) AND NOT instance_id = ANY($2::uuid[]) ORDER BY instance_id`,
      [tenants, known],
    ),
    transaction.query<{ tenant_id: string }>(
      'SELECT DISTINCT tenant_id FROM wbpm_outbox WHERE tenant_id = ANY($1::text[])',
      [tenants],
    ),
  ]);
  const keys = rows.map((row) => ({ tenantId: row.tenant_id, instanceId: row.instance_id }));
  const inspected = await inspectInstances(transaction, keys);
  const answered = new Set(underWay.map((row) => row.tenant_id));
  return places.map(({ walk, instances, names }) => {
    const faults: string[] = [];
    for (const { key, stored, faults: found } of inspected) {
      if (key.tenantId !== walk.tenantId) continue;
      faults.push(...found);
      if (stored === null) continue;
      const { state } = stored;
      const graph = walk.graphs.get(names.get(state.definitionId) ?? '');
      if (graph === undefined) throw new Error(`Expected the definition ${state.definitionId} to be known`);
      faults.push(...restlessness(state, false));
      instances.set(key.instanceId, { graph, state, last: { state, unfinished: false, stepsTaken: 0 } });
    }
    if (instances.size === 0) faults.push('Expected an instance, but found none');
    // An answer to a suspended instance waits in the outbox.
    if (!answered.has(walk.tenantId)) faults.push(...lostCalls(instances, []));
    return faults;
  });
}
