import type { FlowNode } from '../../model/flow-node.ts';
import { beginScope, completeScopeIfEmpty, planScope } from '../scope.ts';
import type { ElementInstance } from '../state.ts';
import type { Turn } from '../turn.ts';
import { activated } from './behaviour.ts';

/** The content of a subprocess begins, in a scope of its own (BPMN 2.0 §13.3.4). */
export function enterScope(turn: Turn, { id }: FlowNode, element: ElementInstance): 'waits' {
  const planned = planScope(turn, id, element.id);
  activated(turn, element);
  beginScope(turn, id, element.id, planned);
  completeScopeIfEmpty(turn, element.id);
  return 'waits';
}
