import type { FlowNodeType } from '@wbpm/engine';

/** BPMN's name of an element: the engine tells an event subprocess apart, BPMN by an attribute. */
export const bpmnTypes: { readonly [Type in FlowNodeType]: string } = {
  startEvent: 'startEvent',
  endEvent: 'endEvent',
  intermediateCatchEvent: 'intermediateCatchEvent',
  intermediateThrowEvent: 'intermediateThrowEvent',
  boundaryEvent: 'boundaryEvent',
  task: 'task',
  manualTask: 'manualTask',
  userTask: 'userTask',
  serviceTask: 'serviceTask',
  sendTask: 'sendTask',
  receiveTask: 'receiveTask',
  scriptTask: 'scriptTask',
  businessRuleTask: 'businessRuleTask',
  callActivity: 'callActivity',
  exclusiveGateway: 'exclusiveGateway',
  parallelGateway: 'parallelGateway',
  inclusiveGateway: 'inclusiveGateway',
  complexGateway: 'complexGateway',
  eventBasedGateway: 'eventBasedGateway',
  subProcess: 'subProcess',
  eventSubProcess: 'subProcess',
  transaction: 'transaction',
  adHocSubProcess: 'adHocSubProcess',
};
