import { describe, expect, test } from 'vitest';
import type { FlowNode } from '../model/flow-node.ts';
import type { SequenceFlow } from '../model/process.ts';
import type { ProcessGraph } from '../model/process-graph.ts';
import { counting } from '../testing/counting-collections.ts';
import { end, flow, inclusive, parallel, processOf, start, userTask } from '../testing/model.ts';
import { reloaded } from '../testing/stored-state.ts';
import type { Command } from './command.ts';
import { decide } from './decide.ts';
import type { InstanceState } from './state.ts';

/** Counts instead of measuring time: what a step looks at may not depend on what else is live. */
const small = 10;
const large = 10_000;

/** `count` flows from one node to another, each with a token of its own when the source is a fork. */
function parallelFlows(sourceId: string, targetId: string, count: number): SequenceFlow[] {
  return Array.from({ length: count }, (_, index) => ({
    ...flow(sourceId, targetId),
    id: `${sourceId}>${targetId} ${index}`,
  }));
}

/** As many tasks at once as `count`; each leads to a join that waits for one more flow. */
const fanOut = (count: number) =>
  processOf(
    [start(), parallel('fork'), userTask('t'), userTask('last'), parallel('join'), end()],
    'start > fork > last > join > end',
    't > join',
    ...parallelFlows('fork', 't', count),
  );

/** A join with `count` incoming flows, one from each of as many tasks; `t0` comes first in the model. */
const fanIn = (count: number, join: FlowNode = parallel('join')) => {
  const tasks = Array.from({ length: count }, (_, index) => userTask(`t${index}`));
  return processOf(
    [start(), parallel('fork'), ...tasks, join, end()],
    'start > fork',
    'join > end',
    ...tasks.flatMap(({ id }) => [`fork > ${id}`, `${id} > join`]),
  );
};

class LargeInstance {
  readonly #graph: ProcessGraph;
  #state: InstanceState | null = null;
  #ids = 0;

  constructor(graph: ProcessGraph) {
    this.#graph = graph;
    this.execute({
      type: 'startInstance',
      instanceId: 'instance',
      definitionId: 'd',
      version: 1,
      businessKey: null,
      variables: {},
      startElementId: null,
      triggerVariables: {},
      parent: null,
    });
  }

  get state(): InstanceState {
    if (this.#state === null) throw new Error('Expected a started instance');
    return this.#state;
  }

  idAt(elementId: string): string | undefined {
    for (const element of this.state.elements.values())
      if (element.elementId === elementId) return element.id;
    return undefined;
  }

  idsOf(elementId: string): string[] {
    return [...this.state.elements.values()]
      .filter((element) => element.elementId === elementId)
      .map(({ id }) => id);
  }

  execute(command: Command): void {
    const decision = decide(this.#graph, this.#state, command, {
      now: 0,
      newId: () => `id-${String(this.#ids++).padStart(7, '0')}`,
      limits: { stepsPerTurn: 100_000, stepsWithoutWait: 200_000 },
    });
    if (decision.kind === 'rejected') throw new Error(decision.rejection.message);
    this.#state = decision.state;
  }

  /** How many members of collections are visited for one command. */
  visitsFor(command: Command): number {
    const count = { visited: 0 };
    this.#state = counting(this.state, count);
    count.visited = 0;
    this.execute(command);
    return count.visited;
  }
}

function completing(elementInstanceId: string | undefined): Command {
  if (elementInstanceId === undefined) throw new Error('Expected an open user task');
  return { type: 'completeUserTask', elementInstanceId, variables: { x: 1 }, by: 'ann', override: false };
}

function visitsForOneTask(count: number): number {
  const instance = new LargeInstance(fanOut(count));
  return instance.visitsFor(completing(instance.idsOf('t')[0]));
}

function visitsAmongWaitingTokens(count: number): number {
  const instance = new LargeInstance(fanOut(count));
  const [last, ...others] = instance.idsOf('t');
  for (const id of others) instance.execute(completing(id));
  return instance.visitsFor(completing(last));
}

function visitsAtAJoinOfManyFlows(count: number): number {
  const instance = new LargeInstance(fanIn(count));
  for (let index = 2; index < count; index++) instance.execute(completing(instance.idAt(`t${index}`)));
  return instance.visitsFor(completing(instance.idAt('t1')));
}

function visitsAtAnInclusiveJoinOfManyFlows(count: number): number {
  const instance = new LargeInstance(fanIn(count, inclusive('join')));
  for (let index = 0; index < count / 2; index++) instance.execute(completing(instance.idAt(`t${index}`)));
  return instance.visitsFor(completing(instance.idAt(`t${count / 2}`)));
}

describe('the cost of a step does not grow with the instance', () => {
  test.each([
    ['one of many open tasks is completed', visitsForOneTask],
    ['a token comes to a join where many wait on the same flow', visitsAmongWaitingTokens],
    ['a token comes to a join with many flows', visitsAtAJoinOfManyFlows],
    ['a token comes to an inclusive join with many flows', visitsAtAnInclusiveJoinOfManyFlows],
  ])('when %s', (_, visits) => {
    expect(visits(small)).toBeLessThan(20);
    expect(visits(large)).toBe(visits(small));
  });
});

test('counting sees a search: a reload visits every element', () => {
  const { state } = new LargeInstance(fanOut(small));
  const count = { visited: 0 };
  reloaded(counting(state, count));
  expect(count.visited).toBeGreaterThanOrEqual(state.elements.size);
});
