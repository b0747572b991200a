import type { Throw, Trigger } from '../../model/event-definition.ts';
import { feel, literal, onError, onEscalation, onMessage, onSignal, onTimer } from '../model.ts';
import type { Edge, Ending, EventScope, Thrown } from './block.ts';
import type { Awaits } from './block-how.ts';

/** `repeats`: it may occur several times, so a timer fires more than once. */
export function triggerOf(awaits: Awaits, index: number, repeats = false): Trigger {
  switch (awaits) {
    case 'message':
      return onMessage(`m${index % 2}`);
    case 'signal':
      return onSignal(`s${index % 2}`);
    case 'timer':
      return repeats ? onTimer('cycle', 'R2/PT1H') : onTimer('duration', 'PT1H');
    case 'conditional':
      return { kind: 'conditional', condition: feel('v > 4'), variableName: null };
  }
}

/** What a boundary event or the start of an event subprocess reacts to. */
export function triggersFor({
  on,
  interrupting,
  coded,
}: Pick<Edge | EventScope, 'on' | 'interrupting' | 'coded'>): readonly Trigger[] {
  switch (on) {
    case 'error':
      return [onError(coded ? 'c0' : null)];
    case 'escalation':
      return [onEscalation(coded ? 'c0' : null)];
    case 'cancel':
    case 'compensation':
      return [{ kind: on }];
    case 'anyOf':
      return [triggerOf('message', 1), triggerOf('timer', 0, !interrupting), onEscalation('c0')];
    case 'allOf':
      return [triggerOf('signal', 0), triggerOf('message', 0)];
    case 'message':
    case 'signal':
    case 'timer':
    case 'conditional':
      return [triggerOf(on, 0, !interrupting)];
  }
}

/** @param undoable an activity of the scope that can be undone, if there is one. */
export function throwOf(thrown: Thrown | Ending, undoable: string | null): readonly Throw[] {
  switch (thrown) {
    case 'none':
      return [];
    case 'message':
      return [{ kind: 'message', name: literal('m0'), correlationKey: null, job: null }];
    case 'messageByWorker': {
      const job = { jobType: literal('send'), retries: 1, headers: {}, resultVariable: null };
      return [{ kind: 'message', name: literal('m1'), correlationKey: null, job }];
    }
    case 'signal':
      return [{ kind: 'signal', name: literal('s0') }];
    case 'escalation':
      return [{ kind: 'escalation', escalationCode: literal('c0') }];
    case 'error':
      return [{ kind: 'error', errorCode: literal('c0'), message: null }];
    case 'undoOne':
      return [{ kind: 'compensation', activityId: undoable, waitForCompletion: true }];
    case 'undoAll':
      return [{ kind: 'compensation', activityId: null, waitForCompletion: true }];
    case 'undoBeside':
      return [{ kind: 'compensation', activityId: null, waitForCompletion: false }];
    case 'terminate':
    case 'cancel':
      return [{ kind: thrown }];
  }
}
