import type { Statement } from './tree.ts';

/** Statements on their way; readers of blocks take several at once. */
export interface Steps {
  readonly statements: readonly Statement[];
  at: number;
}

/** Takes the statements from the current one on for which the test holds. */
export function takeWhile(steps: Steps, test: (statement: Statement) => boolean): readonly Statement[] {
  const from = steps.at;
  for (
    let next = steps.statements[steps.at];
    next !== undefined && test(next);
    next = steps.statements[steps.at]
  ) {
    steps.at += 1;
  }
  return steps.statements.slice(from, steps.at);
}
