import { describe, expect, test } from 'vitest';
import {
  end,
  exclusive,
  feel,
  flow,
  inside,
  parallel,
  processOf,
  serviceTask,
  start,
  subProcess,
  terminate,
  timer,
  userTask,
} from '../../testing/model.ts';
import { run } from '../../testing/run.ts';

describe('in the process itself', () => {
  const graph = processOf(
    [
      start(),
      parallel('fork'),
      userTask('a'),
      userTask('b'),
      serviceTask('c'),
      timer('d', 'duration', feel('"PT1H"')),
      end(),
      terminate('stop'),
    ],
    'start > fork > a > stop',
    'fork > b > end',
    'fork > c > end',
    'fork > d > end',
  );

  test('a terminate end event ends every other token', () => {
    const instance = run(graph);
    instance.complete('a');
    expect(instance.status).toBe('completed');
    expect(instance.live).toEqual([]);
  });

  test('it shows as completed, its siblings as terminated', () => {
    const instance = run(graph);
    instance.complete('a');
    expect(instance.completed).toContain('stop');
    expect(instance.terminated.sort()).toEqual(['b', 'c', 'd']);
  });

  test('the incident of a terminated element is resolved with it', () => {
    const instance = run(graph);
    instance.failJob('c', { retries: 0 });
    expect(instance.incidents).toHaveLength(1);
    const incidentId = instance.incident('c').id;
    instance.complete('a');
    expect(instance.incidents).toEqual([]);
    expect(instance.eventsOf('incidentResolved').map((event) => event.incidentId)).toEqual([incidentId]);
  });
});

describe('in a subprocess', () => {
  const graph = processOf(
    [
      start(),
      parallel('fork'),
      userTask('outside'),
      subProcess('sub'),
      ...inside(
        'sub',
        start('s'),
        parallel('f'),
        userTask('a'),
        userTask('b'),
        terminate('stop'),
        end('e'),
        subProcess('deep'),
        ...inside('deep', start('ds'), userTask('c'), end('de')),
      ),
      userTask('after'),
      end(),
    ],
    'start > fork > outside > end',
    'fork > sub > after > end',
    's > f > a > stop',
    'f > b > e',
    'f > deep > e',
    'ds > c > de',
  );

  test('only its scope ends, and the process goes on behind it', () => {
    const instance = run(graph);
    instance.complete('a');
    expect(instance.live.sort()).toEqual(['after', 'outside']);
    expect(instance.completed).toContain('sub');
  });

  test('what is nested deeper is terminated before the scope it stands in', () => {
    const instance = run(graph);
    instance.complete('a');
    expect(instance.terminated).toEqual(['c', 'deep', 'b']);
  });
});

test('tokens waiting at a join are terminated with their scope', () => {
  const instance = run(
    processOf(
      [
        start(),
        parallel('fork'),
        userTask('a'),
        userTask('b'),
        parallel('join'),
        exclusive('x'),
        terminate('stop'),
      ],
      'start > fork > a > join > stop',
      'fork > b > join',
      'fork > x',
      flow('x', 'stop', 'false'),
    ),
  );
  instance.complete('a');
  expect(instance.live).toContain('join');
  const [incident] = instance.incidents;
  expect(incident?.code).toBe('NO_FLOW_TAKEN');
  instance.cancel();
  expect(instance.terminated.sort()).toEqual(['b', 'join', 'x']);
  expect(instance.state.joins.size).toBe(0);
});
