import { nameFrom } from '../subscribe.ts';
import { visibleVariables } from '../turn.ts';
import { versionOf } from '../version-binding.ts';
import type { Behaviour } from './behaviour.ts';
import { conditionalSplit } from './outgoing.ts';
import { evaluateWork, leaveToWorker } from './work.ts';

/**
 * A decision is evaluated by the host, which has the deployed ones: the turn stops with a request, the
 * element stays ready, and `completeDecision` goes on before anything is committed.
 */
export const businessRuleTask: Behaviour<'businessRuleTask'> = {
  activate(turn, node, element) {
    const { work } = node;
    switch (work.kind) {
      case 'job':
        return leaveToWorker(turn, work, element);
      case 'expression':
        return evaluateWork(turn, node, work, element);
      case 'decision': {
        const context = turn.expressionContext(element.id);
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
    }
  },
  leave: conditionalSplit,
};
