/**
 * An expression that cannot be parsed or evaluated. The message names the expression, the place and
 * the variable names involved, never their values; execution turns it into an incident.
 */
export class ExpressionError extends Error {
  /** 0-based character position in the source, null when unknown. */
  readonly position: number | null;

  constructor(message: string, position: number | null = null) {
    super(message);
    this.name = 'ExpressionError';
    this.position = position;
  }
}
