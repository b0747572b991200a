import { ExpressionError } from './expression-error.ts';

/** Longest source of one expression, in characters. */
export const MAX_SOURCE_LENGTH = 4_096;
/** Brackets, conditionals and prefix operators inside each other. */
export const MAX_NESTING = 100;
/** Nodes visited, elements iterated and calls made during one evaluation. */
export const MAX_STEPS = 10_000;
/** Longest text an expression may build, in characters. */
export const MAX_TEXT_LENGTH = 1_048_576;

export function checkSourceLength(source: string): void {
  if (source.length > MAX_SOURCE_LENGTH) {
    throw new ExpressionError(
      `expected an expression of at most ${MAX_SOURCE_LENGTH} characters, found ${source.length}`,
    );
  }
}

export function checkTextLength(length: number): void {
  if (length > MAX_TEXT_LENGTH) {
    throw new ExpressionError(`expected a text of at most ${MAX_TEXT_LENGTH} characters, found ${length}`);
  }
}

/** Counts the work of one evaluation, so that no expression holds up the thread that decides. */
export class StepBudget {
  private used = 0;

  spend(steps: number, position: number | null = null): void {
    this.used += steps;
    if (this.used > MAX_STEPS) {
      throw new ExpressionError(
        `expected at most ${MAX_STEPS} evaluation steps, needed at least ${Math.ceil(this.used)}`,
        position,
      );
    }
  }

  reset(): void {
    this.used = 0;
  }
}
