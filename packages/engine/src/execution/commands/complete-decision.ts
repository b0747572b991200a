import type { CommandOf } from '../command.ts';
import { activated } from '../elements/behaviour.ts';
import { raiseIncident } from '../incident.ts';
import { RejectionSignal } from '../rejection.ts';
import { writeResults } from '../results.ts';
import { complete } from '../step.ts';
import type { Turn } from '../turn.ts';

export function completeDecision(turn: Turn, command: CommandOf<'completeDecision'>): void {
  const element = turn.state.elements.get(command.elementInstanceId);
  const node = element === undefined ? undefined : turn.nodeOf(element);
  if (element?.status !== 'ready' || element.incidentId !== null || node?.type !== 'businessRuleTask') {
    throw new RejectionSignal(
      'ELEMENT_NOT_WAITING',
      `Expected ${command.elementInstanceId} to wait for its decision, but it does not`,
    );
  }
  const { outcome } = command;
  switch (outcome.kind) {
    case 'decided': {
      const variable = node.work.kind === 'decision' ? node.work.resultVariable : null;
      activated(turn, element);
      if (variable !== null) writeResults(turn, node, element, { [variable]: outcome.value });
      complete(turn, node, element);
      return;
    }
    case 'failed':
      raiseIncident(turn, element, 'DECISION_FAILED', outcome.message);
      return;
  }
}
