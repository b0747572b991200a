import { describe, expect, test } from 'vitest';
import type { Loop } from '../../model/loop.ts';
import type { ProcessGraph } from '../../model/process-graph.ts';
import { counting } from '../../testing/counting-collections.ts';
import { feel, feelScript, forEach, repeat, sequence, times, userTask } from '../../testing/model.ts';
import { differences, reloaded } from '../../testing/stored-state.ts';
import type { Command } from '../command.ts';
import { decide } from '../decide.ts';
import type { Event } from '../event.ts';
import type { InstanceState } from '../state.ts';

const small = 10;
const large = 10_000;

/** One instance on a host that may reload its state before every command and every continued turn. */
class Host {
  readonly events: Event[] = [];
  /** How many events each turn had. */
  readonly turns: number[] = [];
  #state: InstanceState | null = null;
  #ids = 0;
  readonly #graph: ProcessGraph;
  readonly #mode: { readonly reloads?: boolean; readonly stepsPerTurn?: number };

  constructor(
    graph: ProcessGraph,
    items: number,
    mode: { readonly reloads?: boolean; readonly stepsPerTurn?: number } = {},
  ) {
    this.#graph = graph;
    this.#mode = mode;
    this.execute({
      type: 'startInstance',
      instanceId: 'instance',
      definitionId: 'd',
      version: 1,
      businessKey: null,
      variables: { items: Array.from({ length: items }, (_, index) => index) },
      startElementId: null,
      triggerVariables: {},
      parent: null,
    });
  }

  get state(): InstanceState {
    if (this.#state === null) throw new Error('Expected a started instance');
    return this.#state;
  }

  execute(command: Command): void {
    for (let next = command; ; ) {
      const state = this.#state !== null && this.#mode.reloads === true ? reloaded(this.#state) : this.#state;
      const decision = decide(this.#graph, state, next, {
        now: 0,
        newId: () => `id-${String(this.#ids++).padStart(7, '0')}`,
        limits: { stepsPerTurn: this.#mode.stepsPerTurn ?? 1_000, stepsWithoutWait: 1_000_000 },
      });
      if (decision.kind === 'rejected') throw new Error(decision.rejection.message);
      this.#state = decision.state;
      this.events.push(...decision.events);
      this.turns.push(decision.events.length);
      if (!decision.unfinished) return;
      next = { type: 'continueInstance', stepsTaken: decision.stepsTaken };
    }
  }

  openAt(position: number): Command {
    const open = [...this.state.elements.values()].filter(({ wait }) => wait?.kind === 'userTask');
    const elementInstanceId = open.at(position)?.id ?? '';
    return {
      type: 'completeUserTask',
      elementInstanceId,
      variables: { answer: 1 },
      by: 'ann',
      override: false,
    };
  }

  /** How many members of collections, and items, are looked at for one command. */
  visitsFor(command: Command): number {
    const count = { visited: 0 };
    this.#state = counting(this.state, count);
    this.execute(command);
    return count.visited;
  }
}

const collected = { outputCollection: 'answers', outputElement: feel('answer') };
const answering = (loop: Loop) => sequence(userTask('t', { loop }), userTask('after'));
const computing = (loop: Loop) =>
  sequence({ ...feelScript('t', 'item * 2', 'answer'), loop }, userTask('after'));

describe('the cost of one completion does not grow with the items', () => {
  test.each([
    ['parallel', false],
    ['sequential', true],
  ])('when they are %s', (_, sequential) => {
    const visits = (count: number): number => {
      const loop = forEach('items', {
        sequential,
        ...collected,
        completionCondition: feel('item = "never" and numberOfCompletedInstances > numberOfInstances'),
      });
      const host = new Host(answering(loop), count);
      for (let done = 0; done < 5; done++) host.execute(host.openAt(0));
      return host.visitsFor(host.openAt(0));
    };
    expect(visits(small)).toBeLessThan(30);
    expect(visits(large)).toBe(visits(small));
  });

  test('unless the completion condition asks for all outputs', () => {
    const visits = (condition: string): number => {
      const loop = forEach('items', { ...collected, completionCondition: feel(condition) });
      const host = new Host(answering(loop), 1_000);
      for (let done = 0; done < 100; done++) host.execute(host.openAt(0));
      return host.visitsFor(host.openAt(0));
    };
    expect(visits('false')).toBeLessThan(30);
    expect(visits('count(answers) = 0 or sum(answers) = 0')).toBeLessThan(30);
  });

  test('events of one completion have a size of their own', () => {
    const host = new Host(answering(forEach('items', collected)), large);
    const before = host.events.length;
    host.execute(host.openAt(0));
    expect(JSON.stringify(host.events.slice(before)).length).toBeLessThan(1_500);
  });
});

describe('a large number of instances', () => {
  test('comes into being over several turns', () => {
    const host = new Host(answering(times(large)), 0);
    expect(host.turns.length).toBeGreaterThan(9);
    expect(Math.max(...host.turns)).toBeLessThan(6_000);
    expect(host.state.elements.size).toBe(large + 1);
  });

  test('brings as many outputs, in the order of the items', () => {
    const host = new Host(computing(forEach('items', collected)), large);
    const answers = host.state.variables.get('instance')?.['answers'];
    expect(answers).toEqual(Array.from({ length: large }, (_, index) => index * 2));
    expect(host.state.elements.size).toBe(1);
  });

  test('goes on where it stood when its state is loaded in between', () => {
    const stepsPerTurn = 37;
    const kept = new Host(answering(times(1_200)), 0, { stepsPerTurn });
    const loaded = new Host(answering(times(1_200)), 0, { stepsPerTurn, reloads: true });
    expect(loaded.events).toEqual(kept.events);
    expect(differences('reload', loaded.state, kept.state)).toEqual([]);
  });
});

describe('a loop is the same with its state loaded before every command', () => {
  test.each<[string, Loop]>([
    ['parallel', forEach('items', collected)],
    ['sequential', forEach('items', { ...collected, sequential: true })],
    [
      'with a completion condition',
      forEach('items', { ...collected, completionCondition: feel('numberOfCompletedInstances = 7') }),
    ],
    ['repeated', repeat('loopCounter < 9')],
  ])('%s', (_, loop) => {
    const hosts = [false, true].map((reloads) => {
      const host = new Host(answering(loop), small, { reloads, stepsPerTurn: 3 });
      for (let done = 0; host.state.elements.size > 1; done++)
        host.execute(host.openAt(done % 2 === 0 ? 0 : -1));
      return host;
    });
    expect(hosts[1]?.events).toEqual(hosts[0]?.events);
    expect([...(hosts[0]?.state.elements.values() ?? [])]).toMatchObject([{ elementId: 'after' }]);
  });
});
