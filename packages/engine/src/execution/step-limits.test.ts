import { describe, expect, test } from 'vitest';
import type { FlowNode } from '../model/flow-node.ts';
import {
  end,
  exclusive,
  feelScript,
  flow,
  javascript,
  parallel,
  processOf,
  sequence,
  start,
  task,
  userTask,
} from '../testing/model.ts';
import { run } from '../testing/run.ts';

describe('a turn', () => {
  const ten = Array.from({ length: 10 }, (_, index) => task(`t${index}`));
  const limits = { stepsPerTurn: 4, stepsWithoutWait: 1_000 };

  test('stops at its step limit and says that it is unfinished', () => {
    const instance = run(sequence(...ten), { limits });
    expect(instance.unfinished).toBe(true);
    expect(instance.stepsTaken).toBe(4);
    expect(instance.completed).toEqual(['start', 't0', 't1', 't2']);
  });

  test('is continued by the next, as often as it takes', () => {
    const instance = run(sequence(...ten), { limits });
    instance.continue();
    expect(instance.stepsTaken).toBe(8);
    instance.continue();
    expect(instance.unfinished).toBe(false);
    expect(instance.stepsTaken).toBe(0);
    expect(instance.status).toBe('completed');
  });

  test('that ends exactly at its limit is finished', () => {
    const instance = run(sequence(task('a'), task('b')), { limits });
    expect(instance.unfinished).toBe(false);
    expect(instance.status).toBe('completed');
  });

  test('includes the scripts it asks for', () => {
    const scripts = Array.from({ length: 10 }, (_, index) => javascript(`js${index}`, ''));
    const instance = run(sequence(...scripts), { limits });
    expect(instance.completed).toEqual(['start', 'js0', 'js1', 'js2']);
    expect(instance.unfinished).toBe(true);
    instance.continue();
    instance.continue();
    expect(instance.status).toBe('completed');
  });

  test('suspended in between goes on when it is resumed', () => {
    const instance = run(sequence(...ten), { limits });
    instance.suspend();
    expect(instance.unfinished).toBe(false);
    instance.resume();
    expect(instance.unfinished).toBe(true);
    instance.continue();
    expect(instance.status).toBe('completed');
  });

  test('takes up pending work in the order of ids, as a loaded state has it', () => {
    const branches = Array.from({ length: 6 }, (_, index) => task(`t${index}`));
    const graph = processOf(
      [start(), parallel('fork'), userTask('u'), ...branches],
      'start > fork > u',
      ...branches.map(({ id }) => `fork > ${id}`),
    );
    const instance = run(graph, { limits });
    instance.complete('u');
    expect(instance.completed).toEqual(['start', 'fork', 't0', 'u', 't1', 't2', 't3']);
  });
});

describe('a loop without wait state', () => {
  const endless = (inner: FlowNode) =>
    processOf(
      [start(), exclusive('entry'), inner, exclusive('again', 'again>entry'), end()],
      `start > entry > ${inner.id} > again`,
      flow('again', 'end', 'stop = true'),
      flow('again', 'entry'),
    );

  test('is an incident of the element it has come to', () => {
    const instance = run(endless(feelScript('count', 'n + 1', 'n')), {
      variables: { n: 0, stop: false },
      limits: { stepsWithoutWait: 50 },
    });
    expect(instance.incidents).toMatchObject([
      { code: 'RUNAWAY_LOOP', message: 'Expected a wait state within 50 steps, but found none' },
    ]);
    expect(instance.unfinished).toBe(false);
    expect(instance.stepsTaken).toBe(0);
  });

  test('is found across turns', () => {
    const instance = run(endless(task('t')), {
      variables: { stop: false },
      limits: { stepsPerTurn: 20, stepsWithoutWait: 50 },
    });
    instance.continue();
    expect(instance.incidents).toEqual([]);
    instance.continue();
    expect(instance.incidents).toHaveLength(1);
  });

  test('is found through scripts', () => {
    const instance = run(endless(javascript('js', '')), {
      variables: { stop: false },
      limits: { stepsPerTurn: 1_000, stepsWithoutWait: 50 },
    });
    expect(instance.incidents).toMatchObject([{ code: 'RUNAWAY_LOOP' }]);
  });

  test('ends when its incident is resolved with better variables', () => {
    const instance = run(endless(task('t')), {
      variables: { stop: false },
      limits: { stepsWithoutWait: 50 },
    });
    const [incident] = instance.incidents;
    instance.resolve(incident?.elementId ?? '', { stop: true });
    expect(instance.status).toBe('completed');
  });

  test('goes on for as many steps again when its incident is resolved', () => {
    const instance = run(endless(feelScript('count', 'n + 1', 'n')), {
      variables: { n: 0, stop: false },
      limits: { stepsWithoutWait: 50 },
    });
    const counted = () => Number(instance.state.variables.get('instance')?.['n']);
    const first = counted();
    instance.resolve(instance.incidents[0]?.elementId ?? '');
    expect(instance.incidents).toMatchObject([{ code: 'RUNAWAY_LOOP' }]);
    expect(counted() - first).toBeGreaterThanOrEqual(first);
  });

  test('stops the tokens that have not come to a wait state, and only them', () => {
    const graph = processOf(
      [start(), parallel('fork'), exclusive('entry'), task('t'), userTask('a')],
      'start > fork > a',
      'fork > entry > t > entry',
    );
    const instance = run(graph, { limits: { stepsWithoutWait: 50 } });
    expect(instance.incidents).toHaveLength(1);
    expect(instance.one('a').incidentId).toBeNull();
  });
});
