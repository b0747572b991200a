import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../model/json.ts';
import {
  feelScript,
  flow,
  javascript,
  mapped,
  parallel,
  processOf,
  sequence,
  start,
  userTask,
} from '../../testing/model.ts';
import { run, type ScriptRunner } from '../../testing/run.ts';
import type { ScriptRequest } from '../turn.ts';

describe('a FEEL script', () => {
  test('is evaluated in place and writes its result variable', () => {
    const instance = run(sequence(feelScript('calc', 'a * 2', 'b')), { variables: { a: 4 } });
    expect(instance.status).toBe('completed');
    expect(instance.variables).toEqual({ a: 4, b: 8 });
  });

  test('without a result variable changes nothing', () => {
    expect(run(sequence(feelScript('calc', '1 + 1'))).variables).toEqual({});
  });

  test('sees its inputs, and its result passes through the outputs', () => {
    const script = mapped(feelScript('calc', 'x + 1', 'y'), { inputs: { x: 'a' }, outputs: { z: 'y * 10' } });
    const instance = run(sequence(script), { variables: { a: 1 } });
    expect(instance.variables).toEqual({ a: 1, z: 20 });
  });

  test('that fails is an incident, and resolving evaluates it again', () => {
    const instance = run(sequence(feelScript('calc', 'a +', 'b')), { variables: { a: 1 } });
    expect(instance.incident('calc').code).toBe('EXPRESSION_ERROR');
    expect(instance.one('calc').status).toBe('ready');
    instance.resolve('calc');
    expect(instance.incident('calc').code).toBe('EXPRESSION_ERROR');
  });

  test('whose flows fail is not evaluated a second time', () => {
    const graph = processOf(
      [start(), feelScript('calc', 'n + 1', 'n'), userTask('a')],
      'start > calc',
      flow('calc', 'a', 'open'),
    );
    const instance = run(graph, { variables: { n: 1, open: false } });
    expect(instance.one('calc').status).toBe('completing');
    instance.resolve('calc', { open: true });
    expect(instance.variables).toEqual({ n: 2, open: true });
  });
});

describe('a JavaScript', () => {
  const completes =
    (result: JsonObject[string], variables: JsonObject = {}): ScriptRunner =>
    () => ({ kind: 'completed', result, variables });

  test('is run by the host as part of the command that reaches it', () => {
    const asked: ScriptRequest[] = [];
    const instance = run(sequence(javascript('js', 'return a + 1', 'b')), {
      variables: { a: 1 },
      scripts: (request) => {
        asked.push(request);
        return { kind: 'completed', result: 2, variables: { c: 3 } };
      },
    });
    expect(asked).toMatchObject([{ elementId: 'js', source: 'return a + 1', variables: { a: 1 } }]);
    expect(instance.status).toBe('completed');
    expect(instance.journal).toHaveLength(1);
    expect(instance.variables).toEqual({ a: 1, b: 2, c: 3 });
  });

  test('sees its inputs, and its results pass through the outputs', () => {
    const asked: JsonObject[] = [];
    const script = mapped(javascript('js', '', 'y'), { inputs: { x: 'a' }, outputs: { z: 'y + extra' } });
    const instance = run(sequence(script), {
      variables: { a: 1 },
      scripts: ({ variables }) => {
        asked.push({ ...variables });
        return { kind: 'completed', result: 5, variables: { extra: 1 } };
      },
    });
    expect(asked).toEqual([{ a: 1, x: 1 }]);
    expect(instance.variables).toEqual({ a: 1, z: 6 });
  });

  test('without a result variable still sets variables', () => {
    const instance = run(sequence(javascript('js', '')), { scripts: completes(1, { c: 3 }) });
    expect(instance.variables).toEqual({ c: 3 });
  });

  test('one after the other runs within one command', () => {
    const instance = run(sequence(javascript('one', ''), javascript('two', '')));
    expect(instance.completed).toEqual(['start', 'one', 'two', 'end']);
    expect(instance.journal).toHaveLength(1);
  });

  test('that fails is an incident, and its siblings go on', () => {
    const graph = processOf(
      [start(), parallel('fork'), javascript('js', ''), userTask('a')],
      'start > fork > js',
      'fork > a',
    );
    const instance = run(graph, { scripts: () => ({ kind: 'failed', message: 'x is not defined' }) });
    expect(instance.incident('js')).toMatchObject({ code: 'SCRIPT_FAILED', message: 'x is not defined' });
    expect(instance.one('js').status).toBe('ready');
    expect(instance.one('a').status).toBe('active');
  });

  test('is asked for again when its incident is resolved, with the variables of then', () => {
    const seen: JsonObject[] = [];
    const instance = run(sequence(javascript('js', '')), {
      variables: { n: 0 },
      scripts: ({ variables }) => {
        seen.push({ ...variables });
        return variables['n'] === 0
          ? { kind: 'failed', message: 'n is 0' }
          : { kind: 'completed', result: null, variables: {} };
      },
    });
    instance.resolve('js', { n: 1 });
    expect(seen).toEqual([{ n: 0 }, { n: 1 }]);
    expect(instance.status).toBe('completed');
  });
});
