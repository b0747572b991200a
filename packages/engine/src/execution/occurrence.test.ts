import { expect, test } from 'vitest';
import { boundary, end, feel, onMessage, onSignal, processOf, start, userTask } from '../testing/model.ts';
import { run } from '../testing/run.ts';

test('an event that cannot be waited for again has occurred, and its token says so', () => {
  const both = boundary('both', 'a', onSignal('go'), {
    triggers: [onSignal('go'), onMessage('m', feel('order'))],
    parallelMultiple: true,
    interrupting: false,
  });
  const graph = processOf(
    [start(), userTask('a'), both, userTask('b'), end()],
    'start > a > end',
    'both > b',
  );
  const instance = run(graph, { variables: { order: 7 } });
  const [signal, message] = [...instance.state.subscriptions.values()];
  instance.execute({ type: 'receiveSignal', subscriptionId: signal?.id ?? '', variables: { order: null } });
  instance.execute({ type: 'receiveMessage', subscriptionId: message?.id ?? '', variables: {} });
  expect(instance.incident('both').message).toContain("'both' is not waited for again");
  instance.resolve('both');
  expect(instance.live).toEqual(['a', 'b']);
  expect(instance.state.subscriptions.size).toBe(0);
});
