import { evaluate } from '../../expression/evaluate.ts';
import { createJob, planJob } from '../job.ts';
import { writeResults } from '../results.ts';
import { activated, type Behaviour } from './behaviour.ts';
import { conditionalSplit } from './outgoing.ts';

export const serviceTask: Behaviour<'serviceTask'> = {
  activate(turn, node, element) {
    const { work } = node;
    switch (work.kind) {
      case 'job': {
        const job = planJob(turn, work, element.id);
        activated(turn, element);
        createJob(turn, element, job);
        return 'waits';
      }
      case 'expression': {
        const value = evaluate(work.expression, turn.expressionContext(element.id));
        activated(turn, element);
        if (work.resultVariable !== null) writeResults(turn, node, element, { [work.resultVariable]: value });
        return 'passes';
      }
    }
  },
  leave: conditionalSplit,
};
