import { expect, test } from 'vitest';
import { javascript, sequence, userTask } from '../../testing/model.ts';
import { type Run, run } from '../../testing/run.ts';
import type { Command } from '../command.ts';

const completeScript = (elementInstanceId: string): Command => ({
  type: 'completeScript',
  elementInstanceId,
  outcome: { kind: 'completed', result: 1, variables: {} },
  stepsTaken: 1,
});

function expectRefused(instance: Run, elementInstanceId: string): void {
  expect(instance.refused(completeScript(elementInstanceId))).toEqual({
    code: 'SCRIPT_NOT_ACTIVE',
    message: `Expected script task ${elementInstanceId} to wait for its script, but it does not`,
  });
}

test('a script that was not asked for cannot be completed', () => {
  const instance = run(sequence(userTask('a')));
  expectRefused(instance, 'unknown');
  expectRefused(instance, instance.one('a').id);
});

test('a script whose failure is an incident is completed only after it was asked for again', () => {
  const instance = run(sequence(javascript('js', '')), {
    scripts: () => ({ kind: 'failed', message: 'broken' }),
  });
  expectRefused(instance, instance.one('js').id);
  expect(instance.incidents).toHaveLength(1);
});
