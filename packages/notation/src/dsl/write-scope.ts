import type { Activity, Content, Flow } from '../document/activity.ts';
import { attributesOf, flowAttributes } from './attributes.ts';
import { writeExpression } from './expressions.ts';
import { postDominators } from './post-dominators.ts';
import { writtenId } from './words.ts';
import { writeAttributes } from './write-attributes.ts';
import type { Naming } from './write-naming.ts';
import { type WrittenLine, writtenLine } from './written-line.ts';

/** A scope on its way into text. */
export interface ScopeWriting {
  readonly naming: Naming;
  readonly byId: ReadonlyMap<string, Activity>;
  readonly leaving: ReadonlyMap<string, readonly Flow[]>;
  readonly entered: ReadonlySet<string>;
  readonly dominators: ReadonlyMap<string, string>;
  /** Boundary events by the activity they are attached to. */
  readonly boundaries: ReadonlyMap<string, readonly Activity[]>;
  /** Activities that undo another one. */
  readonly undoing: ReadonlySet<string>;
  readonly emitted: Set<string>;
  /** Elements whose handlers are still to be written, and the lines they belong under. */
  readonly hosts: { readonly id: string; readonly line: WrittenLine }[];
  /** Whether a statement leads to the next one without an arrow. */
  readonly isOrdered: boolean;
  /**
   * Writes an element and whatever follows it, up to the last of `stops` or what is written already. Returns
   * whether the last statement leads on to that stop without an arrow.
   */
  readonly writeChain: (
    from: string,
    stops: readonly string[],
    lines: WrittenLine[],
    writing: ScopeWriting,
    depth: number,
  ) => boolean;
  /** Writes an element alone, with what it holds. */
  readonly writeStatement: (
    activity: Activity,
    isBlock: boolean,
    writing: ScopeWriting,
    without?: readonly string[],
  ) => WrittenLine;
}

type Writers = Pick<ScopeWriting, 'writeChain' | 'writeStatement'>;

export function scopeWriting(
  scope: Content,
  naming: Naming,
  isOrdered: boolean,
  writers: Writers,
): ScopeWriting {
  const leaving = new Map<string, Flow[]>();
  for (const flow of scope.flows) {
    const known = leaving.get(flow.from);
    if (known === undefined) leaving.set(flow.from, [flow]);
    else known.push(flow);
  }
  return {
    naming,
    byId: new Map(scope.activities.map((activity) => [activity.id, activity])),
    leaving,
    entered: new Set(scope.flows.map(({ to }) => to)),
    boundaries: boundariesIn(scope),
    undoing: new Set(
      scope.activities.flatMap((activity) =>
        'compensation_handler' in activity && activity.compensation_handler !== activity.id
          ? (activity.compensation_handler ?? [])
          : [],
      ),
    ),
    dominators: isOrdered ? postDominators(scope) : new Map(),
    emitted: new Set(),
    hosts: [],
    isOrdered,
    ...writers,
  };
}

function boundariesIn({ activities }: Content): ReadonlyMap<string, readonly Activity[]> {
  const boundaries = new Map<string, Activity[]>();
  for (const activity of activities) {
    if (activity.type !== 'boundaryEvent') continue;
    const known = boundaries.get(activity.attached_to);
    if (known === undefined) boundaries.set(activity.attached_to, [activity]);
    else known.push(activity);
  }
  return boundaries;
}

/** Whether an element not yet written can follow a statement that leads to it without an arrow. */
export function canFollow(id: string, { byId, emitted }: ScopeWriting): boolean {
  const activity = byId.get(id);
  if (activity === undefined || emitted.has(id)) return false;
  if (activity.type === 'startEvent' || activity.type === 'boundaryEvent') return false;
  if (isBeside(activity)) return false;
  return !(
    activity.type === 'intermediateCatchEvent' &&
    (activity.triggers ?? []).some((trigger) => 'link' in trigger)
  );
}

/** Elements that no flow leads to or from. */
export function isBeside(activity: Activity): boolean {
  return (
    activity.type === 'eventSubProcess' ||
    ('for_compensation' in activity && activity.for_compensation === true)
  );
}

/** Whether an activity can be written below the one it undoes. */
export function canUndo(activity: Activity, { entered, leaving }: ScopeWriting): boolean {
  if (!isBeside(activity) || activity.type === 'eventSubProcess') return false;
  return !entered.has(activity.id) && !leaving.has(activity.id);
}

export function isHost(activity: Activity | undefined): boolean {
  return activity !== undefined && 'for_compensation' in attributesOf[activity.type];
}

/** Whether the flow is taken when no condition holds: the default names it, or what it leads to. */
export function isDefaultFlow(flow: Flow, { byId, leaving }: ScopeWriting): boolean {
  const source = byId.get(flow.from);
  const wanted = source !== undefined && 'default' in source ? source.default : undefined;
  if (wanted === undefined) return false;
  const flows = leaving.get(flow.from) ?? [];
  const chosen =
    flows.find(({ id }) => id === wanted) ??
    flows.find(({ to }) => to === wanted) ??
    flows.find(({ id, from, to }) => id === undefined && `${from}_to_${to}` === wanted);
  return chosen === flow;
}

/** `-> target AS id "name" OTHERWISE WHEN condition`; parts that the place of the arrow says are left out. */
export function writeArrow(
  flow: Flow,
  target: string,
  writing: ScopeWriting,
  said: { readonly condition: boolean; readonly isDefault: boolean } = { condition: false, isDefault: false },
): WrittenLine {
  const isDerived = writing.naming.isDerived(flow);
  const as =
    isDerived && flow.name === undefined
      ? null
      : `AS ${[isDerived ? null : writtenId(flow.id ?? `${flow.from}_to_${flow.to}`), flow.name === undefined ? null : JSON.stringify(flow.name)].filter((part) => part !== null).join(' ')}`;
  const condition =
    flow.condition === undefined || said.condition ? null : writeExpression(flow.condition, 'condition');
  const line = writtenLine(
    '->',
    target,
    as,
    isDefaultFlow(flow, writing) && !said.isDefault ? 'OTHERWISE' : null,
    condition === null ? null : `WHEN ${condition}`,
  );
  return { ...line, block: [...writeAttributes(flow, flowAttributes)] };
}

/** Whether an arrow says nothing but where it leads. */
export function isPlainArrow({ head, block }: WrittenLine): boolean {
  return block.length === 0 && head === '-> NEXT';
}

export const nowhere = '-> NOWHERE';

/** What nothing follows need not say that it leads nowhere. */
export function dropLastNowhere(lines: readonly WrittenLine[]): void {
  const block = lines.at(-1)?.block;
  if (block?.at(-1)?.head === nowhere) block.pop();
}
