import type { Loop as ModelLoop } from '@wbpm/engine';
import type { Loop } from './loop.ts';
import { throwFrom } from './read-event.ts';
import { given, onlyIf, optionalText } from './reading.ts';

export function loopFrom(loop: ModelLoop | null): Loop | undefined {
  if (loop === null) return undefined;
  if (loop.kind === 'standard') {
    return given<Loop>({
      kind: 'standard',
      while: optionalText(loop.condition),
      test_before: onlyIf(loop.testBefore),
      maximum: optionalText(loop.maximum),
    });
  }
  const events = loop.behaviorEvents.map(({ when, condition, throws }) =>
    // A loop throws no links.
    given({ when, condition: optionalText(condition), throws: throwFrom(throws, () => '') }),
  );
  return given<Loop>({
    kind: 'multi_instance',
    sequential: onlyIf(loop.sequential),
    collection: optionalText(loop.collection),
    cardinality: optionalText(loop.cardinality),
    item: loop.inputElement ?? undefined,
    output_collection: loop.outputCollection ?? undefined,
    output_element: optionalText(loop.outputElement),
    completion_condition: optionalText(loop.completionCondition),
    behavior_events: events.length === 0 ? undefined : events,
    async_before: onlyIf(loop.asyncBefore),
    async_after: onlyIf(loop.asyncAfter),
  });
}
