import { warningAt } from '../finding.ts';
import { childOf, childrenOf } from '../moddle.ts';
import type { Check } from './check.ts';

const needed: ReadonlyMap<unknown, string> = new Map([
  ['One', 'oneBehaviorEventRef'],
  ['None', 'noneBehaviorEventRef'],
  ['Complex', 'complexBehaviorDefinition'],
]);

/** A multi-instance that is to throw events names them (BPMN 2.0 table 10.30). */
export const multiInstanceEvents: Check = ({ graph }) =>
  [...graph.nodes.values()].flatMap((node) => {
    const loop = childOf(node.element, 'loopCharacteristics');
    const behavior = loop?.get('behavior');
    const property = needed.get(behavior);
    if (loop === null || property === undefined) return [];
    if (childOf(loop, property) !== null || childrenOf(loop, property).length > 0) return [];
    const message = `Expected ${property} on '${node.id}', since its behavior is ${JSON.stringify(behavior)}, but found none; it throws nothing`;
    return [warningAt(node.id, 'multi-instance-events', message)];
  });
