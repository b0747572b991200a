import type { FlowNode } from '@wbpm/engine';
import type { Activity } from './activity.ts';
import { throwFrom } from './read-event.ts';
import { formFrom } from './read-form.ts';
import { base, catching, mapped, type ReadingAround } from './read-node.ts';
import { workFrom } from './read-work.ts';
import { given, onlyIf, optionalText } from './reading.ts';

/** A compiled node in the words of the document. */
export function activityFrom(node: FlowNode, around: ReadingAround): Activity {
  return given(withDetails(node, around));
}

function withDetails(node: FlowNode, around: ReadingAround): Activity {
  switch (node.type) {
    case 'startEvent':
      return {
        ...catching(node),
        type: node.type,
        interrupting: node.interrupting ? undefined : false,
        ...formFrom(node.form),
      };
    case 'endEvent':
    case 'intermediateThrowEvent': {
      const throws = node.throws.map((thrown) => throwFrom(thrown, around.linkNameOf));
      return { ...mapped(node), type: node.type, throws: throws.length === 0 ? undefined : throws };
    }
    case 'intermediateCatchEvent':
      return { ...catching(node), type: node.type };
    case 'boundaryEvent':
      return {
        ...catching(node),
        type: node.type,
        attached_to: node.attachedToId,
        interrupting: node.interrupting ? undefined : false,
      };
    case 'exclusiveGateway':
    case 'inclusiveGateway':
      return { ...base(node), type: node.type, default: around.defaultOf(node) };
    case 'complexGateway':
      return {
        ...base(node),
        type: node.type,
        default: around.defaultOf(node),
        activation_condition: optionalText(node.activationCondition),
      };
    case 'parallelGateway':
      return { ...base(node), type: node.type };
    case 'eventBasedGateway':
      return {
        ...base(node),
        type: node.type,
        instantiate: onlyIf(node.instantiate),
        parallel: onlyIf(node.parallel),
      };
    case 'task':
    case 'manualTask':
    case 'userTask':
    case 'serviceTask':
    case 'sendTask':
    case 'receiveTask':
    case 'scriptTask':
    case 'businessRuleTask':
    case 'callActivity':
    case 'subProcess':
    case 'eventSubProcess':
    case 'transaction':
    case 'adHocSubProcess':
      return workFrom(node, around);
  }
}
