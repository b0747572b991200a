import type { AdHocSubProcess } from '../../model/flow-node.ts';
import { endAdHoc, isClosed, isInterrupted, mayActivate, runningIn } from '../ad-hoc.ts';
import type { CommandOf } from '../command.ts';
import { placeToken } from '../place-token.ts';
import { RejectionSignal } from '../rejection.ts';
import type { ElementInstance } from '../state.ts';
import type { Turn } from '../turn.ts';

/** A token at each of the activities; `variables` are local to the ad-hoc subprocess. */
export function activateAdHoc(turn: Turn, command: CommandOf<'activateAdHoc'>): void {
  const { element, node } = openAdHoc(turn, command.elementInstanceId);
  if (isClosed(element)) {
    throw new RejectionSignal(
      'AD_HOC_NOT_ACTIVE',
      `Expected '${node.id}' to take activations, but its completion condition has held and it ends with what still runs`,
    );
  }
  const unknown = command.elementIds.find((elementId) => !mayActivate(turn, node.id, elementId));
  if (unknown !== undefined) {
    throw new RejectionSignal(
      'AD_HOC_ELEMENT_UNKNOWN',
      `Expected '${unknown}' to be an element of '${node.id}' without incoming flow, but it is not`,
    );
  }
  if (node.ordering === 'sequential') refuseIfMoreThanOne(turn, element, command.elementIds.length);
  if (Object.keys(command.variables).length > 0) {
    turn.record({ type: 'variablesSet', scopeId: element.id, variables: command.variables });
  }
  for (const elementId of command.elementIds) placeToken(turn, { elementId, scopeId: element.id });
}

/** Ends it by hand. What still runs is terminated where it cancels the remaining instances. */
export function completeAdHoc(turn: Turn, command: CommandOf<'completeAdHoc'>): void {
  const { element, node } = openAdHoc(turn, command.elementInstanceId);
  const running = turn.state.children.get(element.id)?.size ?? 0;
  if (running > 0 && !node.cancelRemainingInstances) {
    throw new RejectionSignal(
      'AD_HOC_BUSY',
      `Expected nothing to run in '${node.id}', which does not cancel its remaining instances, but ${running} do`,
    );
  }
  endAdHoc(turn, element.id);
}

function refuseIfMoreThanOne(turn: Turn, element: ElementInstance, activated: number): void {
  const running = runningIn(turn, element.id);
  if (running + activated <= 1) return;
  throw new RejectionSignal(
    'AD_HOC_BUSY',
    `Expected one activity at a time in '${element.elementId}', which is sequential, but ${running} run and ${activated} are to be activated`,
  );
}

function openAdHoc(turn: Turn, id: string): { element: ElementInstance; node: AdHocSubProcess } {
  const element = turn.state.elements.get(id);
  const node = element === undefined ? undefined : turn.nodeOf(element);
  if (element?.wait?.kind !== 'adHoc' || node?.type !== 'adHocSubProcess' || isInterrupted(turn, id)) {
    throw new RejectionSignal(
      'AD_HOC_NOT_ACTIVE',
      `Expected ad-hoc subprocess ${id} to be active, but it is completed, was withdrawn or interrupted`,
    );
  }
  return { element, node };
}
