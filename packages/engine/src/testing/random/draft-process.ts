import type { ProcessModel } from '../../model/process.ts';
import { catchEvent, endThrowing, exclusive, feel, modelOf, task, throwEvent, timer } from '../model.ts';
import type { Block, EventBlock, EventScope } from './block.ts';
import { Draft, type Part } from './draft.ts';
import { dress } from './draft-activity.ts';
import { throwOf, triggerOf } from './draft-events.ts';
import { drawCycle, drawRace, drawSequence, drawSplit, drawTangle } from './draft-flow.ts';
import { drawAdHoc, drawEventScope, drawScope, surround } from './draft-scope.ts';
import { resting, taskNode } from './draft-task.ts';

/** The block between a start and an end event, with event subprocesses beside it. */
export function processAround(body: Block, beside: readonly EventScope[], calls: string): ProcessModel {
  const draft = new Draft(calls);
  const place = (block: Block, scopeId: string | null): Part => draw(draft, block, scopeId);
  surround(draft, place, body, null);
  for (const scope of beside) drawEventScope(draft, place, scope, null);
  return modelOf([...draft.nodes.values()], draft.flows);
}

function draw(draft: Draft, block: Block, scopeId: string | null): Part {
  const place = (inner: Block, innerScopeId: string | null): Part => draw(draft, inner, innerScopeId);
  switch (block.kind) {
    case 'task': {
      const id = draft.add(scopeId, block.task, (name) => taskNode(block.task, name, draft.calls));
      return dress(draft, place, id, scopeId, block.how);
    }
    case 'subProcess':
    case 'transaction':
      return drawScope(draft, place, block, scopeId);
    case 'adHoc':
      return drawAdHoc(draft, place, block, scopeId);
    case 'sequence':
      return drawSequence(draft, place, block, scopeId);
    case 'split':
      return drawSplit(draft, place, block, scopeId);
    case 'cycle':
      return drawCycle(draft, place, block, scopeId);
    case 'tangle':
      return drawTangle(draft, place, block, scopeId);
    case 'race':
      return drawRace(draft, place, block, scopeId);
    case 'catch':
    case 'fragileTimer':
    case 'throw':
    case 'link':
    case 'leave':
      return drawEvent(draft, block, scopeId);
  }
}

function drawEvent(draft: Draft, block: EventBlock, scopeId: string | null): Part {
  switch (block.kind) {
    case 'catch': {
      const { awaits, all, rests } = block;
      const triggers = awaits.map((kind, index) => triggerOf(kind, index));
      return draft.leaf(scopeId, `catch ${awaits.join(all ? ' and ' : ' or ')} `, (id) => ({
        ...resting(catchEvent(id, ...triggers), rests),
        parallelMultiple: all,
      }));
    }
    case 'fragileTimer':
      return draft.leaf(scopeId, 'timer', (id) => timer(id, 'duration', feel('pause')));
    case 'throw': {
      const { throws, rests } = block;
      const thrown = throws.flatMap((kind) => throwOf(kind, undoableIn(draft, scopeId)));
      return draft.leaf(scopeId, `throw ${throws.join(', ')} `, (id) =>
        resting(throwEvent(id, ...thrown), rests),
      );
    }
    case 'link': {
      const to = draft.add(scopeId, 'to', (id) => catchEvent(id, { kind: 'link', name: id }));
      const from = draft.add(scopeId, 'from', (id) => throwEvent(id, { kind: 'link', targetId: to }));
      return { entry: from, exits: [to] };
    }
    case 'leave': {
      const choice = draft.add(scopeId, 'leaving', exclusive);
      const thrown = throwOf(block.ending, null);
      draft.when(
        choice,
        draft.add(scopeId, `${block.ending} end `, (id) => endThrowing(id, ...thrown)),
        `v > ${block.limit}`,
      );
      const stay = draft.add(scopeId, 'stay', task);
      draft.byDefault(choice, stay);
      return { entry: choice, exits: [stay] };
    }
  }
}

/** The youngest activity of the scope that can be undone. */
function undoableIn({ nodes }: Draft, scopeId: string | null): string | null {
  const ids = [...nodes.values()]
    .filter(
      (node) =>
        node.scopeId === scopeId && 'compensationHandlerId' in node && node.compensationHandlerId !== null,
    )
    .map(({ id }) => id);
  return ids.at(-1) ?? null;
}
