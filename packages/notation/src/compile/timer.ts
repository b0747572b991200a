import type { TimerDefinition } from '@wbpm/engine';
import { childOf, type ModdleElement, textOf } from '../moddle.ts';
import { writtenExpression } from './written-expression.ts';

/** A timer without any time compiles to an empty duration, which the checks find. */
export function timerOf(definition: ModdleElement): TimerDefinition {
  const of = (kind: TimerDefinition['kind'], element: ModdleElement | null) => ({
    kind,
    expression: writtenExpression(textOf(element, 'body') ?? ''),
  });
  const date = childOf(definition, 'timeDate');
  if (date !== null) return of('date', date);
  const cycle = childOf(definition, 'timeCycle');
  return cycle !== null ? of('cycle', cycle) : of('duration', childOf(definition, 'timeDuration'));
}
