import type { SimpleDefinition } from '@wbpm/contract';
import type { ProcessModel } from '@wbpm/engine';
import { bpmnTypes } from './element-type.ts';

/** A process as a list of activities and flows: an overview, without the attributes of its activities. */
export function simpleDefinitionOf(model: ProcessModel): SimpleDefinition {
  return {
    name: model.name,
    process_id: model.processId,
    ...(model.documentation === null ? {} : { description: model.documentation }),
    activities: model.elements.map((node) => ({
      id: node.id,
      type: bpmnTypes[node.type],
      ...(node.name === null ? {} : { name: node.name }),
    })),
    flows: model.flows.map((flow) => ({
      from: flow.sourceId,
      to: flow.targetId,
      ...(flow.condition === null ? {} : { condition: flow.condition.source }),
    })),
  };
}
