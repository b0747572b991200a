import type { Activity } from '../document/activity.ts';
import { writtenId } from './words.ts';
import { writeElement } from './write-element.ts';
import {
  canFollow,
  canUndo,
  dropLastNowhere,
  isPlainArrow,
  type ScopeWriting,
  writeArrow,
} from './write-scope.ts';
import { type WrittenLine, writtenLine } from './written-line.ts';

/** Writes what handles events at the elements written so far, and what undoes them. */
export function writeHandlers(writing: ScopeWriting): void {
  // The list grows while it is walked: handlers have handlers.
  for (const { id, line } of writing.hosts) {
    const host = writing.byId.get(id);
    for (const boundary of writing.boundaries.get(id) ?? []) {
      if (!writing.emitted.has(boundary.id)) writeBoundary(boundary, id, line, writing);
    }
    const undoneBy =
      host !== undefined && 'compensation_handler' in host ? host.compensation_handler : undefined;
    if (undoneBy !== undefined) writeUndo(undoneBy, line, writing);
  }
  writing.hosts.length = 0;
}

function writeBoundary(boundary: Activity, hostId: string, host: WrittenLine, writing: ScopeWriting): void {
  writing.emitted.add(boundary.id);
  const line = writeElement(boundary, writing.naming, {
    keyword: 'ON',
    base: `${hostId}_event`,
    without: ['attached_to'],
  });
  host.block.push(line);
  const flows = writing.leaving.get(boundary.id) ?? [];
  const [flow] = flows;
  if (flow === undefined) return;
  if (flows.length > 1 || !writing.isOrdered || !canFollow(flow.to, writing)) {
    for (const each of flows) line.block.push(writeArrow(each, writtenId(each.to), writing));
    return;
  }
  const arrow = writeArrow(flow, 'NEXT', writing);
  if (!isPlainArrow(arrow)) line.block.push(arrow);
  const steps: WrittenLine[] = [];
  writing.writeChain(flow.to, [], steps, writing, 0);
  dropLastNowhere(steps);
  line.block.push(...steps);
}

function writeUndo(id: string, host: WrittenLine, writing: ScopeWriting): void {
  const handler = writing.byId.get(id);
  if (handler === undefined || !canUndo(handler, writing) || writing.emitted.has(id)) {
    host.block.push(writtenLine('compensation_handler:', JSON.stringify(id)));
    return;
  }
  writing.emitted.add(id);
  const line = writing.writeStatement(handler, false, writing, ['for_compensation']);
  writing.hosts.push({ id, line });
  host.block.push({ head: 'UNDO WITH', block: [line] });
}
