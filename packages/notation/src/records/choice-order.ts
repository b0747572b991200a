import { pushTo } from '../grouped.ts';
import type { ElementRecord } from './document-records.ts';

/** By gateway the flows that leave it, in the order in which their conditions are asked. */
export type ChoiceOrder = ReadonlyMap<string, readonly string[]>;

/** The flows of each gateway that takes the first whose condition holds (BPMN 2.0 §13.4.2). */
export function choiceOrder(elements: ReadonlyMap<string, ElementRecord>): ChoiceOrder {
  const order = new Map<string, string[]>();
  for (const { key, type, attributes } of elements.values()) {
    const source = attributes.get('sourceRef') ?? '';
    if (type !== 'sequenceFlow' || elements.get(source)?.type !== 'exclusiveGateway') continue;
    pushTo(order, source, key);
  }
  return order;
}
