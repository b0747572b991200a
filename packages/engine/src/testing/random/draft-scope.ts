import {
  adHoc,
  end,
  eventSubProcess,
  feel,
  mapped,
  start,
  startOn,
  subProcess,
  transaction,
} from '../model.ts';
import type { AdHocBlock, Block, EventScope, ScopeBlock } from './block.ts';
import type { Draft, Part } from './draft.ts';
import { dress, type Place } from './draft-activity.ts';
import { triggersFor } from './draft-events.ts';

/** The block between a start and an end event. */
export function surround(draft: Draft, place: Place, body: Block, scopeId: string | null): void {
  const first = draft.add(scopeId, 'start', start);
  const inner = place(body, scopeId);
  draft.connect([first], inner.entry);
  draft.connect(inner.exits, draft.add(scopeId, 'end', end));
}

export function drawScope(draft: Draft, place: Place, block: ScopeBlock, scopeId: string | null): Part {
  const { kind, own, body, beside, how } = block;
  const id = draft.add(scopeId, kind === 'subProcess' ? 'sub' : 'transaction', (name) => {
    const plain = kind === 'subProcess' ? subProcess(name) : transaction(name);
    return own ? mapped(plain, { inputs: { n: 'n + 1' }, outputs: { total: 'n' } }) : plain;
  });
  surround(draft, place, body, id);
  for (const scope of beside) drawEventScope(draft, place, scope, id);
  return dress(draft, place, id, scopeId, how);
}

export function drawAdHoc(draft: Draft, place: Place, block: AdHocBlock, scopeId: string | null): Part {
  const { sequential, cancels, enough, begins, blocks, beside, how } = block;
  const id = draft.add(scopeId, 'adHoc', (name) =>
    adHoc(name, {
      ordering: sequential ? 'sequential' : 'parallel',
      cancelRemainingInstances: cancels,
      completionCondition: enough === null ? null : feel(`n >= ${enough}`),
    }),
  );
  const entries = blocks.map((inner) => place(inner, id).entry);
  if (begins) {
    draft.change(id, (node) =>
      node.type === 'adHocSubProcess' ? { ...node, activeElements: feel(`["${entries[0] ?? ''}"]`) } : node,
    );
  }
  for (const scope of beside) drawEventScope(draft, place, scope, id);
  return dress(draft, place, id, scopeId, how);
}

/** What undoes a scope stands in a subprocess, and only once. */
export function drawEventScope(
  draft: Draft,
  place: Place,
  { on, interrupting, coded, body }: EventScope,
  scopeId: string | null,
): void {
  const undoes = on === 'compensation';
  if (undoes && (scopeId === null || hasUndoing(draft, scopeId))) return;
  const isInterrupting = interrupting || on === 'error';
  const id = draft.add(scopeId, `event sub `, (name) => eventSubProcess(name));
  const triggers = triggersFor({ on, coded, interrupting: isInterrupting });
  const first = draft.add(id, `${on} start `, (name) => ({
    ...startOn(name, ...triggers),
    interrupting: isInterrupting,
    parallelMultiple: on === 'allOf',
  }));
  const inner = place(body, id);
  draft.connect([first], inner.entry);
  draft.connect(inner.exits, draft.add(id, 'end', end));
}

function hasUndoing({ nodes }: Draft, scopeId: string): boolean {
  return [...nodes.values()].some(
    (node) =>
      node.type === 'startEvent' &&
      node.triggers.some(({ kind }) => kind === 'compensation') &&
      nodes.get(node.scopeId ?? '')?.scopeId === scopeId,
  );
}
