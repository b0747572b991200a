import { evaluate } from '../../expression/evaluate.ts';
import { ExpressionError } from '../../expression/expression-error.ts';
import { atLeastOneAttempt } from '../job-attempts.ts';
import { activated, type Behaviour } from './behaviour.ts';
import { conditionalSplit } from './outgoing.ts';

export const serviceTask: Behaviour<'serviceTask'> = {
  activate(turn, node, element) {
    const jobType = evaluate(node.jobType, turn.expressionContext(element.id));
    if (typeof jobType !== 'string' || jobType === '') {
      throw new ExpressionError(`Expected '${node.jobType.source}' to give the type of a job`);
    }
    activated(turn, element);
    turn.record({
      type: 'jobCreated',
      elementId: node.id,
      elementInstanceId: element.id,
      jobType,
      retries: atLeastOneAttempt(node.retries),
      headers: node.headers,
    });
    return 'waits';
  },
  leave: conditionalSplit,
};
