import { evaluate } from '../../expression/evaluate.ts';
import { createJob, planJob } from '../job.ts';
import { writeResults } from '../results.ts';
import { nameFrom } from '../subscribe.ts';
import { visibleVariables } from '../turn.ts';
import { versionOf } from '../version-binding.ts';
import { activated, type Behaviour } from './behaviour.ts';
import { conditionalSplit } from './outgoing.ts';

/**
 * A decision is evaluated by the host, which has the deployed ones: the turn stops with a request, the
 * element stays ready, and `completeDecision` goes on before anything is committed.
 */
export const businessRuleTask: Behaviour<'businessRuleTask'> = {
  activate(turn, node, element) {
    const { work } = node;
    const context = turn.expressionContext(element.id);
    switch (work.kind) {
      case 'job': {
        const job = planJob(turn, work, element.id);
        activated(turn, element);
        createJob(turn, element, job);
        return 'waits';
      }
      case 'expression': {
        const value = evaluate(work.expression, context);
        activated(turn, element);
        if (work.resultVariable !== null) writeResults(turn, node, element, { [work.resultVariable]: value });
        return 'passes';
      }
      case 'decision':
        turn.request = {
          kind: 'decision',
          elementInstanceId: element.id,
          elementId: node.id,
          decisionId: nameFrom(work.decisionId, 'a decision', context),
          version: versionOf(work.binding, context),
          mapResult: work.mapResult,
          variables: visibleVariables(turn.state, element.id),
        };
        return 'stopped';
    }
  },
  leave: conditionalSplit,
};
