import { ExpressionError } from './expression-error.ts';

/** Longest source of one expression, in characters. */
const maxSourceLength = 4_096;
/** Brackets, conditionals and prefix operators inside each other. */
export const maxNesting = 100;
/** Nodes visited, elements iterated and calls made during one evaluation. */
export const maxSteps = 10_000;
/** Longest text an expression may build, in characters. */
export const maxTextLength = 1_048_576;

export function checkSourceLength(source: string): void {
  if (source.length > maxSourceLength) {
    throw new ExpressionError(
      `expected an expression of at most ${maxSourceLength} characters, found ${source.length}`,
    );
  }
}

export function checkTextLength(length: number): void {
  if (length > maxTextLength) {
    throw new ExpressionError(`expected a text of at most ${maxTextLength} characters, found ${length}`);
  }
}

/** Counts the work of one evaluation, so that no expression holds up the thread that decides. */
export class StepBudget {
  private readonly limit: number;
  private used = 0;

  constructor(limit = maxSteps) {
    this.limit = limit;
  }

  get spent(): number {
    return this.used;
  }

  spend(steps: number, position: number | null = null): void {
    this.used += steps;
    if (this.used > this.limit) {
      throw new ExpressionError(
        `expected at most ${this.limit} evaluation steps, needed at least ${Math.ceil(this.used)}`,
        position,
      );
    }
  }

  /** Starts another evaluation, or goes on with an outer one that had spent so much. */
  reset(spent = 0): void {
    this.used = spent;
  }
}
