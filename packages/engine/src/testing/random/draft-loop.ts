import type { Throw } from '../../model/event-definition.ts';
import type { Loop } from '../../model/loop.ts';
import { error, escalation, feel, forEach, message, repeat, signal, times } from '../model.ts';
import type { Looping } from './block-how.ts';

export function loopOf(looping: Looping): Loop {
  if (looping.kind === 'standard') {
    const { testBefore, maximum, times: most } = looping;
    return repeat(`loopCounter < ${most}`, {
      testBefore,
      maximum: maximum === null ? null : feel(String(maximum)),
    });
  }
  const { sequential, enough, collects, tells } = looping;
  const rest = {
    sequential,
    completionCondition: enough === null ? null : feel(`numberOfCompletedInstances >= ${enough}`),
    outputCollection: collects ? 'outputs' : null,
    outputElement: collects ? feel('n') : null,
    behaviorEvents: tells === null ? [] : [{ when: 'one' as const, condition: null, throws: told(tells) }],
  };
  return looping.over === 'collection' ? forEach('items', rest) : times(looping.count, rest);
}

function told(tells: 'signal' | 'message' | 'escalation' | 'error'): Throw {
  switch (tells) {
    case 'signal':
      return signal('s0');
    case 'message':
      return message('m0');
    case 'escalation':
      return escalation('c0');
    case 'error':
      return error('c0');
  }
}
