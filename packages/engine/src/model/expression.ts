/**
 * An expression as the modeller wrote it.
 * - `literal`: the text is the value;
 * - `feel`: a FEEL expression (DMN 1.3 §10), without the leading `=`;
 * - `juel`: text with `${…}` parts; a text that is one single `${…}` keeps the type of its value.
 */
export interface Expression {
  readonly language: 'literal' | 'feel' | 'juel';
  readonly source: string;
}
