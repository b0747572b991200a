import { resolveMessage } from '../subscribe.ts';
import { throwMessage } from '../throw-message.ts';
import { activated, type Behaviour } from './behaviour.ts';
import { conditionalSplit } from './outgoing.ts';
import { leaveToWorker } from './work.ts';

/** A worker sends the message, or the engine hands it to whoever waits for it (BPMN 2.0 §13.3.3). */
export const sendTask: Behaviour<'sendTask'> = {
  activate(turn, node, element) {
    const { work } = node;
    switch (work.kind) {
      case 'job':
        return leaveToWorker(turn, work, element);
      case 'message': {
        const message = resolveMessage(work, turn.expressionContext(element.id));
        activated(turn, element);
        throwMessage(turn, element, message);
        return 'passes';
      }
    }
  },
  leave: conditionalSplit,
};
