/** What people edit in a form: texts, and names in no order. */
export type Editable = Readonly<Record<string, string | readonly string[]>>;

/** What was typed over. */
export function editsOf<Values extends Editable>(before: Values, typed: Values): Partial<Values> {
  const edits: Partial<Values> = {};
  for (const field of fieldsOf(before)) {
    if (!isSame(before[field], typed[field])) edits[field] = typed[field];
  }
  return edits;
}

/** What differs between two states of the same thing. */
export function changedFields<Values extends Editable>(
  before: Values,
  after: Values,
): readonly (keyof Values)[] {
  return fieldsOf(before).filter((field) => !isSame(before[field], after[field]));
}

function fieldsOf<Values extends Editable>(values: Values): (keyof Values)[] {
  return Object.keys(values);
}

function isSame(left: Editable[string] | undefined, right: Editable[string] | undefined): boolean {
  if (typeof left !== 'object' || typeof right !== 'object') return left === right;
  return left.length === right.length && left.every((name) => right.includes(name));
}
