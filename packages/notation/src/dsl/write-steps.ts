import type { Activity, Content, Flow } from '../document/activity.ts';
import { writtenId } from './words.ts';
import { type Block, blockOf, writeBranches } from './write-branches.ts';
import { writeData } from './write-data.ts';
import { writeElement } from './write-element.ts';
import { writeHandlers } from './write-handlers.ts';
import type { Naming } from './write-naming.ts';
import {
  canFollow,
  canUndo,
  dropLastNowhere,
  isBeside,
  isHost,
  isPlainArrow,
  nowhere,
  type ScopeWriting,
  scopeWriting,
  writeArrow,
} from './write-scope.ts';
import { type WrittenLine, writtenLine } from './written-line.ts';

/** The statements of a process or subprocess. */
export function writeSteps(scope: Content, naming: Naming, isOrdered: boolean): readonly WrittenLine[] {
  const writing = scopeWriting(scope, naming, isOrdered, { writeChain, writeStatement });
  const lines: WrittenLine[] = (scope.data ?? []).map((data) => writeData(data, naming));
  const begin = (fits: (activity: Activity) => boolean) => {
    for (const activity of scope.activities) {
      if (!writing.emitted.has(activity.id) && !isAttached(activity, writing) && fits(activity)) {
        writeChain(activity.id, [], lines, writing, 0);
      }
    }
    writeHandlers(writing);
  };
  begin(({ type }) => isOrdered && type === 'startEvent');
  begin((activity) => isOrdered && !writing.entered.has(activity.id) && !isBeside(activity));
  begin((activity) => isOrdered && !isBeside(activity));
  begin(() => true);
  dropLastNowhere(lines);
  return lines;
}

/** Written below another element. */
function isAttached(activity: Activity, writing: ScopeWriting): boolean {
  return (
    (activity.type === 'boundaryEvent' && isHost(writing.byId.get(activity.attached_to))) ||
    (canUndo(activity, writing) && writing.undoing.has(activity.id))
  );
}

function writeChain(
  from: string,
  stops: readonly string[],
  lines: WrittenLine[],
  writing: ScopeWriting,
  depth: number,
): boolean {
  let split: string | null = null;
  let isImplied = true;
  for (let at: string | null = from; at !== null; ) {
    const activity = writing.byId.get(at);
    if (activity === undefined) return false;
    writing.emitted.add(at);
    const flows: readonly Flow[] = writing.leaving.get(at) ?? [];
    const block: Block | null =
      split === null && writing.isOrdered ? blockOf(activity, flows, stops, writing, depth) : null;
    const line =
      split === null
        ? writeStatement(activity, block !== null, writing)
        : writeJoin(activity, split, isImplied, writing);
    lines.push(line);
    if (isHost(activity)) writing.hosts.push({ id: at, line });
    split = null;
    if (block !== null) {
      const isOpen = writeBranches(block, line, stops, writing, depth);
      if (block.continuation === null) return isOpen;
      split = block.isJoined ? activity.id : null;
      isImplied = isOpen;
      at = block.continuation;
      continue;
    }
    const next = writeFlows(activity, flows, line, stops, writing);
    if (next !== null && next === stops.at(-1)) return true;
    at = next;
  }
  return false;
}

/** The gateway where branches come together; a reader makes it by itself where nothing is to be said of it. */
function writeJoin(
  activity: Activity,
  split: string,
  isImplied: boolean,
  { naming }: ScopeWriting,
): WrittenLine {
  const line = writeElement(activity, naming, { keyword: 'JOIN', base: `${split}_join` });
  const isReadAlike = activity.type !== 'exclusiveGateway';
  return { ...line, isImplied: isImplied && isReadAlike && line.head === 'JOIN' };
}

function writeStatement(
  activity: Activity,
  isBlock: boolean,
  { naming }: ScopeWriting,
  without: readonly string[] = [],
): WrittenLine {
  const keyword = isBlock ? { keyword: blockKeywords[activity.type] ?? 'CHOICE' } : {};
  const line = writeElement(activity, naming, { ...keyword, without: ['compensation_handler', ...without] });
  if ('activities' in activity) {
    line.block.push(...writeSteps(activity, naming, activity.type !== 'adHocSubProcess'));
  }
  return line;
}

const blockKeywords: Readonly<Partial<Record<Activity['type'], string>>> = {
  exclusiveGateway: 'CHOICE',
  parallelGateway: 'PARALLEL',
  inclusiveGateway: 'INCLUSIVE',
  eventBasedGateway: 'FIRST_OF',
};

/** Arrows where the order does not say it all; gives the element to go on with, which may be the stop. */
function writeFlows(
  activity: Activity,
  flows: readonly Flow[],
  line: WrittenLine,
  stops: readonly string[],
  writing: ScopeWriting,
): string | null {
  const [flow] = flows;
  if (!writing.isOrdered) {
    for (const each of flows) line.block.push(writeArrow(each, writtenId(each.to), writing));
    return null;
  }
  if (flow === undefined) {
    if (activity.type !== 'endEvent' && !isBeside(activity)) line.block.push(writtenLine(nowhere));
    return null;
  }
  const isStop = flow.to === stops.at(-1);
  const follows = isStop || (!stops.includes(flow.to) && canFollow(flow.to, writing));
  if (flows.length === 1 && follows && !isBeside(activity)) {
    const arrow = writeArrow(flow, 'NEXT', writing);
    const leaves = activity.type !== 'endEvent' && !throwsLink(activity);
    if (!isPlainArrow(arrow) || !leaves) line.block.push(arrow);
    return flow.to;
  }
  for (const each of flows) line.block.push(writeArrow(each, writtenId(each.to), writing));
  return flows.find(({ to }) => !stops.includes(to) && canFollow(to, writing))?.to ?? null;
}

function throwsLink(activity: Activity): boolean {
  return (
    activity.type === 'intermediateThrowEvent' && (activity.throws ?? []).some((thrown) => 'link' in thrown)
  );
}
