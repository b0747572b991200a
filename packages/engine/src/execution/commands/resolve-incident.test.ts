import { describe, expect, test } from 'vitest';
import {
  feel,
  feelScript,
  inside,
  mapped,
  parallel,
  processOf,
  sequence,
  serviceTask,
  start,
  subProcess,
  userTask,
} from '../../testing/model.ts';
import { run } from '../../testing/run.ts';

describe('resolving an incident of a job', () => {
  test('gives the job one more attempt', () => {
    const instance = run(sequence(serviceTask('pay')));
    instance.failJob('pay', { retries: 0 });
    const events = instance.resolve('pay');
    expect(events.map((event) => event.type)).toEqual(['incidentResolved', 'jobRetriesSet']);
    expect(instance.one('pay')).toMatchObject({ incidentId: null, wait: { kind: 'job', retries: 1 } });
  });

  test('gives it as many as the operator says, but at least one', () => {
    const instance = run(sequence(serviceTask('pay')));
    instance.failJob('pay', { retries: 0 });
    instance.resolve('pay', {}, 7);
    expect(instance.one('pay').wait).toMatchObject({ retries: 7 });
    instance.failJob('pay', { retries: 0 });
    instance.resolve('pay', {}, 0);
    expect(instance.one('pay').wait).toMatchObject({ retries: 1 });
  });
});

test('resolving tries the failed step once more, with the variables given', () => {
  const instance = run(sequence(userTask('a', { assignee: feel('boss') })), { variables: { boss: 1 } });
  const events = instance.resolve('a', { boss: 'bob' });
  expect(events.map((event) => event.type)).toEqual([
    'variablesSet',
    'incidentResolved',
    'elementActivated',
    'userTaskCreated',
  ]);
});

test('the variables go to the nearest scope that has them', () => {
  const instance = run(
    processOf(
      [
        start(),
        mapped(subProcess('sub'), { inputs: { boss: '1' } }),
        ...inside('sub', start('s'), userTask('a', { assignee: feel('boss') })),
      ],
      'start > sub',
      's > a',
    ),
  );
  instance.resolve('a', { boss: 'bob' });
  expect(instance.local('sub')).toEqual({ boss: 'bob' });
  expect(instance.variables).toEqual({});
});

test('an incident stops only its own token', () => {
  const instance = run(
    processOf(
      [start(), parallel('fork'), feelScript('bad', '1 +'), userTask('a'), userTask('b')],
      'start > fork > bad',
      'fork > a > b',
    ),
  );
  instance.complete('a');
  expect(instance.live).toEqual(['bad', 'b']);
  expect(instance.incidents).toHaveLength(1);
});

test('an incident is resolved once', () => {
  const instance = run(sequence(serviceTask('pay')));
  instance.failJob('pay', { retries: 0 });
  const incidentId = instance.incident('pay').id;
  instance.resolve('pay');
  for (const id of [incidentId, 'unknown']) {
    expect(
      instance.refused({ type: 'resolveIncident', incidentId: id, retries: null, variables: { x: 1 } }),
    ).toEqual({
      code: 'INCIDENT_NOT_OPEN',
      message: `Expected incident ${id} to be open, but it is resolved`,
    });
  }
});
