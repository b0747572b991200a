/**
 * An expression as the modeller wrote it.
 * - `literal`: the text is the value;
 * - `feel`: a FEEL expression (DMN 1.3 §10), without the leading `=`;
 * - `juel`: text with `${…}` parts; a text that is one single `${…}` keeps the type of its value;
 * - `list`, `map`: a value put together of several expressions.
 */
export type Expression = TextExpression | ListExpression | MapExpression;

export interface TextExpression {
  readonly language: 'literal' | 'feel' | 'juel';
  readonly source: string;
}

export interface ListExpression {
  readonly language: 'list';
  /** How messages quote it. */
  readonly source: string;
  readonly items: readonly Expression[];
}

export interface MapExpression {
  readonly language: 'map';
  /** How messages quote it. */
  readonly source: string;
  readonly entries: readonly { readonly key: string; readonly value: Expression }[];
}
