import type { Activity, Flow } from '../document/activity.ts';
import { writeExpression } from './expressions.ts';
import { writtenId } from './words.ts';
import { canFollow, isDefaultFlow, isPlainArrow, type ScopeWriting, writeArrow } from './write-scope.ts';
import { type WrittenLine, writtenLine } from './written-line.ts';

/** A gateway whose branches are written below it. */
export interface Block {
  readonly flows: readonly Flow[];
  /** The element after the branches; null where nothing follows but what follows the block around. */
  readonly continuation: string | null;
  /** The continuation is the gateway where the branches come together, written as JOIN. */
  readonly isJoined: boolean;
}

const deepest = 20;
const gateways = new Set(['exclusiveGateway', 'parallelGateway', 'inclusiveGateway', 'eventBasedGateway']);

/** How to write a gateway as a block; null where only arrows will do. */
export function blockOf(
  { id, type }: Activity,
  flows: readonly Flow[],
  stops: readonly string[],
  writing: ScopeWriting,
  depth: number,
): Block | null {
  if (!gateways.has(type) || flows.length < 2 || depth >= deepest) return null;
  const meeting = writing.dominators.get(id) ?? null;
  const after = meeting === null ? undefined : writing.byId.get(meeting);
  const isFree = meeting !== null && !stops.includes(meeting) && canFollow(meeting, writing);
  const leaving = meeting === null ? 0 : (writing.leaving.get(meeting) ?? []).length;
  if (type === 'parallelGateway' || type === 'inclusiveGateway') {
    return isFree && after?.type === type ? { flows, continuation: meeting, isJoined: true } : null;
  }
  if (isFree) {
    const isJoined = after?.type === 'exclusiveGateway' && leaving < 2;
    return { flows, continuation: meeting, isJoined };
  }
  if (meeting !== null) return { flows, continuation: null, isJoined: false };
  const goesOn = (to: string) =>
    !stops.includes(to) && canFollow(to, writing) && (writing.leaving.get(to) ?? []).length > 0;
  const longest = type === 'eventBasedGateway' ? undefined : flows.findLast(({ to }) => goesOn(to));
  return { flows, continuation: longest?.to ?? null, isJoined: false };
}

/** Returns whether one of the branches leads on to what follows. */
export function writeBranches(
  { flows, continuation }: Block,
  line: WrittenLine,
  stops: readonly string[],
  writing: ScopeWriting,
  depth: number,
): boolean {
  const inner = continuation === null ? stops : [...stops, continuation];
  let isOpen = false;
  for (const flow of flows) {
    const isDefault = isDefaultFlow(flow, writing);
    const condition =
      flow.condition === undefined || isDefault ? null : writeExpression(flow.condition, 'condition');
    const head = isDefault ? 'OTHERWISE:' : condition === null ? 'BRANCH:' : `WHEN ${condition}:`;
    const branch = writtenLine(head);
    line.block.push(branch);
    const said = { condition: condition !== null, isDefault };
    const isStop = flow.to === inner.at(-1);
    if (!isStop && (inner.includes(flow.to) || !canFollow(flow.to, writing))) {
      branch.block.push(writeArrow(flow, writtenId(flow.to), writing, said));
      continue;
    }
    const arrow = writeArrow(flow, 'NEXT', writing, said);
    if (!isPlainArrow(arrow)) branch.block.push(arrow);
    const leadsOn = isStop || writing.writeChain(flow.to, inner, branch.block, writing, depth + 1);
    isOpen ||= leadsOn;
  }
  return isOpen;
}
