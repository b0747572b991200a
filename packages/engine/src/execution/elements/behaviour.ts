import type { ExpressionContext } from '../../expression/evaluate.ts';
import type { FlowNode, FlowNodeType, NodeOf } from '../../model/flow-node.ts';
import type { SequenceFlow } from '../../model/process.ts';
import type { ElementInstance } from '../state.ts';
import type { Turn } from '../turn.ts';

/**
 * What a token at an element does next.
 * - `passes`: the element is done at once;
 * - `waits`: something outside, or a sibling token, moves it on;
 * - `stopped`: it did its own ending (terminate) or asked for a script.
 */
export type Activation = 'passes' | 'waits' | 'stopped';

/** The behaviour of one BPMN element. */
export interface Behaviour<Type extends FlowNodeType> {
  /**
   * Evaluates everything that can fail first and records after, beginning with `elementActivated`:
   * a failure then leaves the element ready, and resolving its incident activates it again.
   */
  activate(turn: Turn, node: NodeOf<Type>, element: ElementInstance): Activation;
  /** The flows its token leaves over. `context` gives what conditions see. */
  leave(
    turn: Turn,
    node: NodeOf<Type>,
    context: () => ExpressionContext,
    element: ElementInstance,
  ): readonly SequenceFlow[];
}

/** Records that the element is active. */
export function activated(turn: Turn, element: ElementInstance): void {
  turn.record({ type: 'elementActivated', elementId: element.elementId, elementInstanceId: element.id });
}

/** Records what moves the element on. */
export function waits(turn: Turn, element: ElementInstance, wait: 'event' | 'trigger' | 'adHoc'): 'waits' {
  turn.record({ type: 'waitStarted', elementId: element.elementId, elementInstanceId: element.id, wait });
  return 'waits';
}

/** The element is done at once. */
export function passes(turn: Turn, _node: FlowNode, element: ElementInstance): 'passes' {
  activated(turn, element);
  return 'passes';
}
