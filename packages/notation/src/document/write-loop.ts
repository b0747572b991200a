import { errorAt } from '../finding.ts';
import type { ModdleElement } from '../moddle.ts';
import type { Loop } from './loop.ts';
import { writeThrow } from './write-event.ts';
import { attribute, formal, make, type Writing } from './writing.ts';

type MultiInstance = Extract<Loop, { kind: 'multi_instance' }>;

export function writeLoop(
  loop: Loop | undefined,
  elementId: string,
  pointer: string,
  writing: Writing,
): ModdleElement | null {
  if (loop === undefined) return null;
  if (loop.kind === 'multi_instance') return multiInstance(loop, elementId, pointer, writing);
  const maximum = attribute(loop.maximum, `${pointer}/maximum`, writing)?.replace(/^=/, '').trim();
  if (maximum !== undefined && !/^\d{1,9}$/.test(maximum)) {
    refuse(`${pointer}/maximum`, 'a whole number', `'${maximum.slice(0, 60)}'`, writing);
  }
  return make(writing, 'bpmn:StandardLoopCharacteristics', {
    testBefore: loop.test_before === true ? true : null,
    loopMaximum: maximum === undefined ? null : Number(maximum),
    loopCondition: formal(loop.while, `${pointer}/while`, writing),
  });
}

function multiInstance(
  loop: MultiInstance,
  elementId: string,
  pointer: string,
  writing: Writing,
): ModdleElement {
  return make(writing, 'bpmn:MultiInstanceLoopCharacteristics', {
    isSequential: loop.sequential === true ? true : null,
    'camunda:collection': attribute(loop.collection, `${pointer}/collection`, writing),
    'camunda:elementVariable': loop.item,
    'apg:outputCollection': loop.output_collection,
    'apg:outputElement': attribute(loop.output_element, `${pointer}/output_element`, writing),
    'camunda:asyncBefore': loop.async_before === true ? true : null,
    'camunda:asyncAfter': loop.async_after === true ? true : null,
    loopCardinality: formal(loop.cardinality, `${pointer}/cardinality`, writing),
    completionCondition: formal(loop.completion_condition, `${pointer}/completion_condition`, writing),
    ...behavior(loop, elementId, `${pointer}/behavior_events`, writing),
  });
}

/** The kind of the first event is that of all (BPMN 2.0 table 10.30). */
function behavior(loop: MultiInstance, elementId: string, pointer: string, writing: Writing) {
  const events = loop.behavior_events ?? [];
  const [first] = events;
  if (first === undefined) return {};
  const isOneKind = events.every(({ when }) => when === first.when);
  if (!isOneKind || (first.when !== 'complex' && events.length > 1)) {
    refuse(pointer, "one event, or several that are all 'complex'", 'others', writing);
  }
  if (first.when !== 'complex') {
    const definition = writeThrow(first.throws, `${pointer}/0/throws`, writing);
    const eventRef = writing.roots.add(definition, `${elementId}_event`);
    return first.when === 'one'
      ? { behavior: 'One', oneBehaviorEventRef: eventRef }
      : { behavior: 'None', noneBehaviorEventRef: eventRef };
  }
  const definitions = events.map((event, index) =>
    make(writing, 'bpmn:ComplexBehaviorDefinition', {
      condition: formal(event.condition, `${pointer}/${index}/condition`, writing),
      event: make(writing, 'bpmn:ImplicitThrowEvent', {
        id: writing.freeId(`${elementId}_event`),
        eventDefinitions: [writeThrow(event.throws, `${pointer}/${index}/throws`, writing)],
      }),
    }),
  );
  return { behavior: 'Complex', complexBehaviorDefinition: definitions };
}

function refuse(pointer: string, expected: string, found: string, { report }: Writing): void {
  const message = `Expected ${pointer} to be ${expected}, but found ${found}`;
  report({ ...errorAt(null, 'json-shape', message), pointer });
}
