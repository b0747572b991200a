import type { FlowNodeType } from '@wbpm/engine';

/** BPMN's name of an element; the engine's types tell events apart by what defines them. */
export const bpmnTypes: { readonly [Type in FlowNodeType]: string } = {
  noneStartEvent: 'startEvent',
  noneEndEvent: 'endEvent',
  terminateEndEvent: 'endEvent',
  task: 'task',
  userTask: 'userTask',
  serviceTask: 'serviceTask',
  scriptTask: 'scriptTask',
  exclusiveGateway: 'exclusiveGateway',
  parallelGateway: 'parallelGateway',
  subProcess: 'subProcess',
  timerCatchEvent: 'intermediateCatchEvent',
};
