import { errorAt } from '../finding.ts';
import { childOf } from '../moddle.ts';
import type { Check } from './check.ts';

/** A boundary event sits on an activity of the same process or subprocess. */
export const boundaryAttachment: Check = ({ graph, danglingIds }) =>
  [...graph.nodes.values()].flatMap((node) => {
    if (node.tag !== 'boundaryEvent' || danglingIds.has(node.id)) return [];
    const host = childOf(node.element, 'attachedToRef');
    if (host?.$instanceOf('bpmn:Activity') === true && host.$parent === node.scope.element) return [];
    const message = `Expected boundary event '${node.id}' to be attached to an activity beside it, but found none`;
    return [errorAt(node.id, 'boundary-attachment', message)];
  });
