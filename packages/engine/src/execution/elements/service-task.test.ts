import { expect, test } from 'vitest';
import { feel, juel, mapped, sequence, serviceTask } from '../../testing/model.ts';
import { run } from '../../testing/run.ts';

test('a service task waits as a job of its type', () => {
  const instance = run(sequence(serviceTask('pay', { retries: 5, headers: { url: 'x' } })));
  expect(instance.one('pay')).toMatchObject({
    status: 'active',
    wait: { kind: 'job', jobType: 'pay', retries: 5 },
  });
  expect(instance.eventsOf('jobCreated')).toMatchObject([
    { jobType: 'pay', retries: 5, headers: { url: 'x' } },
  ]);
});

test('the type of the job may be an expression', () => {
  const instance = run(sequence(serviceTask('pay', { jobType: juel('pay-${bank}') })), {
    variables: { bank: 'north' },
  });
  expect(instance.one('pay').wait).toMatchObject({ jobType: 'pay-north' });
});

test.each(['null', '""', '5'])('a type of %s is an incident', (source) => {
  const instance = run(sequence(serviceTask('pay', { jobType: feel(source) })));
  expect(instance.incident('pay')).toMatchObject({
    code: 'EXPRESSION_ERROR',
    message: `Expected '${source}' to give the type of a job`,
  });
  expect(instance.one('pay').wait).toBeNull();
});

test('a model without retries still gives the job one attempt', () => {
  expect(run(sequence(serviceTask('pay', { retries: 0 }))).one('pay').wait).toMatchObject({ retries: 1 });
});

test('the process goes on with the completed job', () => {
  const instance = run(sequence(serviceTask('pay')));
  instance.completeJob('pay', { receipt: 7 });
  expect(instance.status).toBe('completed');
  expect(instance.variables).toEqual({ receipt: 7 });
});

test('with output mappings only they leave the task', () => {
  const instance = run(sequence(mapped(serviceTask('pay'), { outputs: { paid: 'amount * 2' } })));
  instance.completeJob('pay', { amount: 2, secret: 'x' });
  expect(instance.variables).toEqual({ paid: 4 });
});
