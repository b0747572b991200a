import type { FlowNodeType, NodeOf } from '../../model/flow-node.ts';
import { adHocSubProcess } from './ad-hoc-sub-process.ts';
import type { Behaviour } from './behaviour.ts';
import { boundaryEvent } from './boundary-event.ts';
import { businessRuleTask } from './business-rule-task.ts';
import { callActivity } from './call-activity.ts';
import { complexGateway } from './complex-gateway.ts';
import { endEvent } from './end-event.ts';
import { eventBasedGateway } from './event-based-gateway.ts';
import { eventSubProcess } from './event-sub-process.ts';
import { exclusiveGateway } from './exclusive-gateway.ts';
import { inclusiveGateway } from './inclusive-gateway.ts';
import { intermediateCatchEvent } from './intermediate-catch-event.ts';
import { intermediateThrowEvent } from './intermediate-throw-event.ts';
import { parallelGateway } from './parallel-gateway.ts';
import { receiveTask } from './receive-task.ts';
import { scriptTask } from './script-task.ts';
import { sendTask } from './send-task.ts';
import { serviceTask } from './service-task.ts';
import { startEvent } from './start-event.ts';
import { subProcess } from './sub-process.ts';
import { transaction } from './transaction.ts';
import { untypedTask } from './untyped-task.ts';
import { userTask } from './user-task.ts';

/** One behaviour per element; an element without one does not compile. */
const behaviours: { readonly [Type in FlowNodeType]: Behaviour<Type> } = {
  startEvent,
  endEvent,
  intermediateCatchEvent,
  intermediateThrowEvent,
  boundaryEvent,
  task: untypedTask,
  manualTask: untypedTask,
  userTask,
  serviceTask,
  sendTask,
  receiveTask,
  scriptTask,
  businessRuleTask,
  callActivity,
  exclusiveGateway,
  parallelGateway,
  inclusiveGateway,
  complexGateway,
  eventBasedGateway,
  subProcess,
  eventSubProcess,
  transaction,
  adHocSubProcess,
};

/** The compiler cannot correlate a union member with its table entry; this is the one place that says so. */
export function behaviourOf<Type extends FlowNodeType>(node: NodeOf<Type>): Behaviour<Type> {
  return behaviours[node.type];
}
