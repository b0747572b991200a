import { type Command, decide, type Environment, type InstanceState, type ProcessGraph } from '@wbpm/engine';
import type { Database, Runtime } from '@wbpm/server';
import { v7 as uuidv7 } from 'uuid';
import { openBenchRuntime, startCommand } from './bench-runtime.ts';
import { deployModel, tenantId } from './deploy.ts';
import { type ItemKind, itemKinds, perItem } from './large-models.ts';
import { drive, processorSeconds } from './measure.ts';
import type { Line } from './report.ts';

const few = 100;
/** Commands under way at a time over a store. */
const callers = 64;

const env: Environment = {
  now: 1_700_000_000_000,
  newId: uuidv7,
  limits: { stepsPerTurn: 1000, stepsWithoutWait: 10_000_000 },
};

/** What completing one item of a parallel multi-instance activity costs, in processor time. */
export function itemCostsInMemory(many: number): Line[] {
  return itemKinds.map((kind) => {
    const graph = perItem(kind);
    const cost = (items: number): number => {
      let microseconds = 0;
      for (let round = 0; round < many / items; round += 1) {
        let state = begun(graph, items);
        const ids = openIn(state);
        const before = process.cpuUsage();
        for (const id of ids) state = after(graph, state, completion(kind, id));
        microseconds += microsecondsSince(before);
        if (state.status !== 'completed') throw new Error('Expected the end');
      }
      return microseconds / many;
    };
    cost(few);
    const fewMicroseconds = cost(few);
    return itemCost(`in memory, ${kind.name}`, fewMicroseconds, many, cost(many));
  });
}

export async function itemCostsDurable(
  store: string,
  database: Database,
  databasePid: number | null,
  many: number,
): Promise<Line[]> {
  const runtime = openBenchRuntime(database);
  const costs: Line[] = [];
  for (const kind of itemKinds) {
    const definitionId = await deployModel(database, perItem(kind).model);
    const cost = async (items: number): Promise<number> => {
      let microseconds = 0;
      for (let round = 0; round < many / items; round += 1) {
        microseconds += await completeAll(runtime, kind, definitionId, items, databasePid);
      }
      return microseconds / many;
    };
    await completeAll(runtime, kind, definitionId, many / 10, databasePid);
    const fewMicroseconds = await cost(few);
    costs.push(itemCost(`durable, ${store}, ${kind.name}`, fewMicroseconds, many, await cost(many)));
  }
  await runtime.stop();
  return costs;
}

function itemCost(name: string, fewMicroseconds: number, many: number, manyMicroseconds: number): Line {
  return {
    name: `item, ${name}`,
    figures: {
      [`microsecondsOf${few}`]: fewMicroseconds,
      [`microsecondsOf${many}`]: manyMicroseconds,
      ratio: manyMicroseconds / fewMicroseconds,
    },
  };
}

/** Processor time of this process and the database for completing every item of one new instance. */
async function completeAll(
  runtime: Runtime,
  kind: ItemKind,
  definitionId: string,
  items: number,
  databasePid: number | null,
): Promise<number> {
  const instanceId = uuidv7();
  const request = { tenantId, instanceId, actor: 'bench' };
  const started = await runtime.execute({
    ...request,
    command: startWith(instanceId, definitionId, items),
    respond: (state) => openIn(state),
  });
  if (started.kind !== 'committed' || !Array.isArray(started.response))
    throw new Error(JSON.stringify(started));
  const ids = [...(started.response as readonly string[])];
  const databaseBefore = databasePid === null ? 0 : processorSeconds(databasePid);
  const before = process.cpuUsage();
  let status = '';
  await drive(callers, ids.length, async () => {
    const command = completion(kind, ids.pop() ?? '');
    const done = await runtime.execute({
      ...request,
      command,
      respond: (state) => {
        ({ status } = state);
        return {};
      },
    });
    if (done.kind !== 'committed') throw new Error(JSON.stringify(done));
  });
  if (status !== 'completed') throw new Error('Expected the end');
  const databaseSeconds = databasePid === null ? 0 : processorSeconds(databasePid) - databaseBefore;
  return microsecondsSince(before) + databaseSeconds * 1e6;
}

function microsecondsSince(before: NodeJS.CpuUsage): number {
  const used = process.cpuUsage(before);
  return used.user + used.system;
}

function begun(graph: ProcessGraph, items: number): InstanceState {
  return after(graph, null, startWith(uuidv7(), 'bench', items));
}

/** The state once the instance waits. */
function after(graph: ProcessGraph, state: InstanceState | null, command: Command): InstanceState {
  for (let current = state, next = command; ; ) {
    const decision = decide(graph, current, next, env);
    if (decision.kind === 'rejected') throw new Error(decision.rejection.message);
    if (!decision.unfinished) return decision.state;
    current = decision.state;
    next = { type: 'continueInstance', stepsTaken: decision.stepsTaken };
  }
}

function openIn({ awaiting }: InstanceState): string[] {
  return [...awaiting];
}

function startWith(instanceId: string, definitionId: string, items: number): Command {
  return startCommand({
    instanceId,
    definitionId,
    variables: {
      items: Array.from({ length: items }, (_, index) => ({ order: index, sku: `item ${index}` })),
    },
  });
}

function completion({ work }: ItemKind, elementInstanceId: string): Command {
  const variables = { answer: 1 };
  return work === 'task'
    ? { type: 'completeUserTask', elementInstanceId, variables, by: 'bench', override: false }
    : { type: 'completeJob', elementInstanceId, variables };
}
