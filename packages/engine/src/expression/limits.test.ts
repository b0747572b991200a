import { describe, expect, it } from 'vitest';
import { checkSourceLength, checkTextLength, maxSteps, maxTextLength, StepBudget } from './limits.ts';

describe('limits', () => {
  it('name themselves and what was found', () => {
    expect(() => checkSourceLength('x'.repeat(5_000))).toThrow('at most 4096 characters, found 5000');
    expect(() => checkTextLength(maxTextLength + 1)).toThrow('at most 1048576 characters, found 1048577');
    expect(() => checkSourceLength('x'.repeat(4_096))).not.toThrow();
  });

  it('count steps until the budget is used up, and again after a reset', () => {
    const budget = new StepBudget();
    budget.spend(maxSteps);
    expect(() => budget.spend(1, 7)).toThrow('at most 10000 evaluation steps, needed at least 10001');
    budget.reset();
    expect(() => budget.spend(1)).not.toThrow();
  });
});
