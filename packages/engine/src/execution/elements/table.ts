import type { FlowNodeType, NodeOf } from '../../model/flow-node.ts';
import { abstractTask } from './abstract-task.ts';
import type { Behaviour } from './behaviour.ts';
import { exclusiveGateway } from './exclusive-gateway.ts';
import { noneEndEvent } from './none-end-event.ts';
import { noneStartEvent } from './none-start-event.ts';
import { parallelGateway } from './parallel-gateway.ts';
import { scriptTask } from './script-task.ts';
import { serviceTask } from './service-task.ts';
import { subProcess } from './sub-process.ts';
import { terminateEndEvent } from './terminate-end-event.ts';
import { timerCatchEvent } from './timer-catch-event.ts';
import { userTask } from './user-task.ts';

/** One behaviour per element; an element without one does not compile. */
export const behaviours: { readonly [Type in FlowNodeType]: Behaviour<Type> } = {
  noneStartEvent,
  noneEndEvent,
  terminateEndEvent,
  task: abstractTask,
  userTask,
  serviceTask,
  scriptTask,
  exclusiveGateway,
  parallelGateway,
  subProcess,
  timerCatchEvent,
};

/** The compiler cannot correlate a union member with its table entry; this is the one place that says so. */
export function behaviourOf<Type extends FlowNodeType>(node: NodeOf<Type>): Behaviour<Type> {
  return behaviours[node.type];
}
