/** What differs between two versions of a model: plain data, ready for JSON, in a fixed order. */
export interface ModelDiff {
  readonly added: readonly ElementSummary[];
  readonly removed: readonly ElementSummary[];
  readonly changed: readonly ElementChange[];
  readonly moved: readonly ElementMove[];
  /** Elements that only their id tells from the element they were. */
  readonly renamed: readonly ElementRename[];
  /** Differences of the drawing alone. */
  readonly layout: readonly LayoutChange[];
}

export interface ElementSummary {
  /** The id; for elements without one a key that contains a `/`. */
  readonly id: string;
  /** The tag: `userTask`, `sequenceFlow`. */
  readonly type: string;
  readonly name: string | null;
  /** What it stands in; null at the top of the document. */
  readonly parent: string | null;
  /** Ends of a flow, host of a boundary event. */
  readonly ends: readonly string[];
}

/** One property; `before` is null where it was added, `after` where it was removed. */
export interface PropertyChange {
  /** `name`, `timerEventDefinition/timeDuration`, `extensionElements/camunda:property[color]/value`. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface ElementChange extends ElementSummary {
  readonly changes: readonly PropertyChange[];
}

export interface ElementMove extends ElementSummary {
  readonly moves: readonly {
    /** To another parent, to other lanes; or the order in which conditions are asked. */
    readonly of: 'parent' | 'lane' | 'order';
    /** Ids, separated by spaces. */
    readonly before: string | null;
    readonly after: string | null;
  }[];
}

export interface ElementRename extends ElementSummary {
  readonly before: string;
}

export interface LayoutChange {
  /** The element that is drawn; for diagrams themselves their key. */
  readonly id: string;
  readonly name: string | null;
  /** `bounds` as `x,y width×height`, `waypoints`, `label`, colours and other attributes of the drawing. */
  readonly changes: readonly PropertyChange[];
}

/** Whether the versions mean the same; they may be drawn differently. */
export function isSameModel({ added, removed, changed, moved, renamed }: ModelDiff): boolean {
  return [added, removed, changed, moved, renamed].every((list) => list.length === 0);
}

export function isEmptyDiff(diff: ModelDiff): boolean {
  return isSameModel(diff) && diff.layout.length === 0;
}
