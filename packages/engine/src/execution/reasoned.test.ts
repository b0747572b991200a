import { expect, test } from 'vitest';
import { processOf, userTask } from '../testing/model.ts';
import { run } from '../testing/run.ts';

test('an event keeps the reason of its command, and has none when nobody gave one', () => {
  const instance = run(processOf([userTask('a')]));
  instance.execute({ type: 'suspendInstance', reason: 'audit' });
  instance.execute({ type: 'setVariables', variables: { a: 1 }, reason: 'corrected' });
  instance.execute({ type: 'resumeInstance' });
  expect(instance.eventsOf('instanceSuspended')).toEqual([{ type: 'instanceSuspended', reason: 'audit' }]);
  expect(instance.eventsOf('variablesSet')).toMatchObject([{ variables: { a: 1 }, reason: 'corrected' }]);
  expect(instance.eventsOf('instanceResumed')).toEqual([{ type: 'instanceResumed' }]);
});
