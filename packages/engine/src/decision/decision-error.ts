import { ExpressionError } from '../expression/expression-error.ts';

/**
 * A decision that cannot be made. The message names the decision and the rule and says what to look
 * at, never the value of a variable.
 */
export class DecisionError extends ExpressionError {
  readonly decisionName: string;
  /** 1-based number of the rule, null where no single rule is at fault. */
  readonly rule: number | null;
  readonly hint: string | null;

  constructor(decisionName: string, problem: string, place: { rule?: number; hint?: string } = {}) {
    const where = place.rule === undefined ? '' : `, rule ${place.rule}`;
    const hint = place.hint === undefined ? '' : `. ${place.hint}`;
    super(`decision '${decisionName}'${where}: ${problem}${hint}`);
    this.name = 'DecisionError';
    this.decisionName = decisionName;
    this.rule = place.rule ?? null;
    this.hint = place.hint ?? null;
  }
}

/** Says of which decision, and of which place in it, an error of an expression is. */
export function inDecision<Result>(
  decisionName: string,
  place: string,
  rule: number | null,
  work: () => Result,
): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep(decisionName, error);
    if (!(error instanceof ExpressionError) || error instanceof DecisionError) throw error;
    const named = new DecisionError(
      decisionName,
      `${place}: ${error.message}`,
      rule === null ? {} : { rule },
    );
    named.cause = error;
    throw named;
  }
}

/** The stack or the longest possible text was exceeded: by a model whose parts lie too deep in each other. */
function tooDeep(decisionName: string, cause: RangeError): DecisionError {
  const error = new DecisionError(decisionName, 'a value or a nesting is too large');
  error.cause = cause;
  return error;
}
