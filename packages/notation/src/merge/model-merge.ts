/**
 * A property that both sides changed, each in its own way, or something one side needs and the other took
 * away. The merged document holds what ours says.
 */
export interface MergeConflict {
  readonly kind:
    | 'changed-differently'
    | 'removed-and-changed'
    | 'removed-and-used'
    | 'added-differently'
    /** Each change is sound, both together are no document that opens; ours stands as it was. */
    | 'not-together';
  /** The element; the whole document for `not-together`. */
  readonly id: string;
  readonly type: string;
  readonly name: string | null;
  /** The property, as in a diff; null where it is the element itself. */
  readonly path: string | null;
  readonly base: string | null;
  readonly ours: string | null;
  readonly theirs: string | null;
  readonly message: string;
}

/** Something the merge decided by its rules that one may want to look at. */
export interface MergeNote {
  readonly id: string;
  readonly message: string;
}

/** Takes what three versions of a property say where no rule decides between them. */
export type ReportProperty = (property: {
  readonly path: string;
  readonly base: string | null;
  readonly ours: string | null;
  readonly theirs: string | null;
}) => void;
