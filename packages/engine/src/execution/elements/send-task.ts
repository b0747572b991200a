import { createJob, planJob } from '../job.ts';
import { resolveMessage } from '../subscribe.ts';
import { activated, type Behaviour } from './behaviour.ts';
import { conditionalSplit } from './outgoing.ts';

/** A worker sends the message, or the engine hands it to whoever waits for it (BPMN 2.0 §13.3.3). */
export const sendTask: Behaviour<'sendTask'> = {
  activate(turn, node, element) {
    const { work } = node;
    switch (work.kind) {
      case 'job': {
        const job = planJob(turn, work, element.id);
        activated(turn, element);
        createJob(turn, element, job);
        return 'waits';
      }
      case 'message': {
        const message = resolveMessage(work, turn.expressionContext(element.id));
        activated(turn, element);
        turn.record({
          type: 'messageThrown',
          elementId: node.id,
          elementInstanceId: element.id,
          messageId: turn.env.newId(),
          ...message,
          variables: turn.state.variables.get(element.id) ?? {},
        });
        return 'passes';
      }
    }
  },
  leave: conditionalSplit,
};
