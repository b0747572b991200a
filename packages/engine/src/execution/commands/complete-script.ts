import type { CommandOf } from '../command.ts';
import { activated } from '../elements/behaviour.ts';
import { scriptResults } from '../elements/script-task.ts';
import { raiseIncident } from '../incident.ts';
import { RejectionSignal } from '../rejection.ts';
import { writeResults } from '../results.ts';
import { complete } from '../step.ts';
import type { Turn } from '../turn.ts';

export function completeScript(turn: Turn, command: CommandOf<'completeScript'>): void {
  const element = turn.state.elements.get(command.elementInstanceId);
  const node = element === undefined ? undefined : turn.nodeOf(element);
  if (element?.status !== 'ready' || element.incidentId !== null || node?.type !== 'scriptTask') {
    throw new RejectionSignal(
      'SCRIPT_NOT_ACTIVE',
      `Expected script task ${command.elementInstanceId} to wait for its script, but it does not`,
    );
  }
  const { outcome } = command;
  switch (outcome.kind) {
    case 'completed':
      activated(turn, element);
      writeResults(turn, node, element, scriptResults(node, outcome.result, outcome.variables));
      complete(turn, node, element);
      return;
    case 'failed':
      raiseIncident(turn, element, 'SCRIPT_FAILED', outcome.message);
      return;
  }
}
