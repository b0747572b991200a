import type { ActivityNode, FlowNode } from '../../model/flow-node.ts';
import { boundary, end, feelScript, serviceTask, start, subProcess, userTask } from '../model.ts';
import type { Block, Edge, How } from './block.ts';
import type { Draft, Part } from './draft.ts';
import { triggersFor } from './draft-events.ts';
import { loopOf } from './draft-loop.ts';
import { resting } from './draft-task.ts';

/** Puts a block into a scope. */
export type Place = (block: Block, scopeId: string | null) => Part;

/** The activity with all that is drawn at it; it leaves as one. */
export function dress(draft: Draft, place: Place, id: string, scopeId: string | null, how: How): Part {
  const { rests, loop, edges, undo } = how;
  if (loop !== null) change(draft, id, (node) => ({ ...node, loop: loopOf(loop) }));
  draft.change(id, (node) => resting(node, rests));
  if (undo !== null) {
    const handlerId = handler(draft, scopeId, undo);
    change(draft, id, (node) => ({ ...node, compensationHandlerId: handlerId }));
  }
  const exits = [id];
  for (const edge of edges) exits.push(...drawEdge(draft, place, id, scopeId, edge));
  return { entry: id, exits };
}

function change(draft: Draft, id: string, change: (node: ActivityNode) => FlowNode): void {
  draft.change(id, (node) => {
    if (!('loop' in node)) throw new Error(`Expected '${id}' to be an activity`);
    return change(node);
  });
}

/** What comes over its path and goes on with the activity's own. */
function drawEdge(
  draft: Draft,
  place: Place,
  attachedToId: string,
  scopeId: string | null,
  edge: Edge,
): readonly string[] {
  const { on, leadsTo, back } = edge;
  if (on === 'cancel' && draft.nodes.get(attachedToId)?.type !== 'transaction') return [];
  const interrupting = edge.interrupting || on === 'error' || on === 'cancel';
  const triggers = triggersFor({ ...edge, interrupting });
  const id = draft.add(scopeId, `on ${on} `, (name) => {
    const [first] = triggers;
    if (first === undefined) throw new Error('Expected a trigger');
    return boundary(name, attachedToId, first, { triggers, interrupting, parallelMultiple: on === 'allOf' });
  });
  let exits: readonly string[] = [id];
  if (leadsTo !== null) {
    const part = place(leadsTo, scopeId);
    draft.connect([id], part.entry);
    exits = part.exits;
  }
  if (back) return exits;
  draft.connect(exits, draft.add(scopeId, 'aside', end));
  return [];
}

function handler(draft: Draft, scopeId: string | null, undo: NonNullable<How['undo']>): string {
  const outside = { forCompensation: true };
  switch (undo) {
    case 'user':
      return draft.add(scopeId, 'undo', (id) => userTask(id, outside));
    case 'script':
      return draft.add(scopeId, 'undo', (id) => ({ ...feelScript(id, 'n - 1', 'n'), ...outside }));
    case 'worker':
      return draft.add(scopeId, 'undo', (id) => serviceTask(id, {}, outside));
    case 'subProcess': {
      const id = draft.add(scopeId, 'undo', (name) => subProcess(name, outside));
      const first = draft.add(id, 'start', start);
      const work = draft.add(id, 'undoing', (name) => userTask(name));
      draft.connect([first], work);
      draft.connect([work], draft.add(id, 'end', end));
      return id;
    }
  }
}
