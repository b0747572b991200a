/** What may contain elements that are records of their own. */
const containers: ReadonlySet<string> = new Set([
  'definitions',
  'process',
  'subProcess',
  'adHocSubProcess',
  'transaction',
  'collaboration',
  'choreography',
  'globalConversation',
  'subChoreography',
  'subConversation',
  'laneSet',
  'childLaneSet',
  'lane',
  'category',
  'interface',
]);

/** What in a container says something about it, rather than being an element of the model itself. */
const partNames: ReadonlySet<string> = new Set([
  ...['documentation', 'extensionElements', 'import', 'extension', 'relationship', 'auditing', 'monitoring'],
  ...['categoryValueRef', 'incoming', 'outgoing', 'flowNodeRef', 'partitionElement', 'property'],
  ...['ioSpecification', 'ioBinding', 'dataInputAssociation', 'dataOutputAssociation', 'completionCondition'],
  ...['resourceRole', 'performer', 'humanPerformer', 'potentialOwner', 'supportedInterfaceRef', 'supports'],
  ...['standardLoopCharacteristics', 'multiInstanceLoopCharacteristics', 'correlationSubscription'],
  ...['correlationKey', 'choreographyRef', 'participantRef', 'messageFlowRef', 'participantAssociation'],
  ...['messageFlowAssociation', 'conversationAssociation'],
]);

export function isRecordIn(parent: string, name: string): boolean {
  return !name.includes(':') && containers.has(parent) && !partNames.has(name);
}

/** What sequence flows connect. */
export function isFlowNode(type: string): boolean {
  return (
    !type.includes(':') &&
    /(?:Task|^task|Event|^event|Gateway|Activity|[sS]ubProcess|^transaction|Choreography)$/.test(type)
  );
}

/** Elements that draw something; the rest of the document is what it means. */
export const diagramName = 'bpmndi:BPMNDiagram';

/** Attributes of BPMN elements that name another element of the file. */
const attributeReferences: ReadonlySet<string> = new Set([
  ...['sourceRef', 'targetRef', 'attachedToRef', 'default', 'processRef', 'dataObjectRef', 'dataStoreRef'],
  ...['messageRef', 'signalRef', 'errorRef', 'escalationRef', 'activityRef', 'operationRef', 'parameterRef'],
  ...['categoryValueRef', 'itemSubjectRef', 'structureRef', 'itemRef', 'calledCollaborationRef'],
  ...['oneBehaviorEventRef', 'noneBehaviorEventRef', 'correlationPropertyRef', 'correlationKeyRef'],
  ...['initiatingParticipantRef', 'partitionElementRef', 'inputDataRef', 'outputDataRef'],
  ...['innerConversationNodeRef', 'outerConversationNodeRef', 'innerMessageFlowRef', 'outerMessageFlowRef'],
  ...['definitionalCollaborationRef', 'evaluatesToTypeRef', 'innerParticipantRef', 'outerParticipantRef'],
]);

/** Elements of BPMN whose text names another element of the file. */
const elementReferences: ReadonlySet<string> = new Set([
  ...['incoming', 'outgoing', 'flowNodeRef', 'sourceRef', 'targetRef', 'source', 'target', 'errorRef'],
  ...['dataInputRefs', 'optionalInputRefs', 'whileExecutingInputRefs', 'outputSetRefs', 'inputSetRefs'],
  ...['dataOutputRefs', 'optionalOutputRefs', 'whileExecutingOutputRefs', 'eventDefinitionRef'],
  ...['loopDataInputRef', 'loopDataOutputRef', 'operationRef', 'inMessageRef', 'outMessageRef'],
  ...['participantRef', 'messageFlowRef', 'correlationPropertyRef', 'supportedInterfaceRef', 'interfaceRef'],
  ...['resourceRef', 'categoryValueRef', 'innerParticipantRef', 'outerParticipantRef', 'boundaryEventRef'],
  ...['choreographyRef', 'endPointRef', 'supports'],
]);

export function isReferenceAttribute(element: string, attribute: string): boolean {
  return !element.includes(':') && attributeReferences.has(attribute);
}

export function isReferenceElement(name: string): boolean {
  return elementReferences.has(name);
}

/** Without these what refers has no meaning left. */
export const ends: readonly string[] = ['sourceRef', 'targetRef', 'attachedToRef'];

/** Which tool wrote a file says nothing about the model. */
export const toolAttributes: ReadonlySet<string> = new Set(['exporter', 'exporterVersion']);

/** Definitions that do nothing by themselves: one that is referred to may stay though somebody removed it. */
export const definitionTypes: ReadonlySet<string> = new Set([
  ...['message', 'signal', 'error', 'escalation', 'itemDefinition', 'dataStore', 'interface', 'operation'],
  ...['category', 'categoryValue', 'correlationProperty', 'resource', 'partnerEntity', 'partnerRole'],
]);

/** Values that say no more than their absence, by attribute (BPMN 2.0 XML schema). */
export const defaults: ReadonlyMap<string, string> = new Map([
  ['gatewayDirection', 'Unspecified'],
  ['instantiate', 'false'],
  ['eventGatewayType', 'Exclusive'],
  ['isInterrupting', 'true'],
  ['cancelActivity', 'true'],
  ['parallelMultiple', 'false'],
  ['waitForCompletion', 'true'],
  ['isCollection', 'false'],
  ['isForCompensation', 'false'],
  ['startQuantity', '1'],
  ['completionQuantity', '1'],
  ['triggeredByEvent', 'false'],
  ['isSequential', 'false'],
  ['testBefore', 'false'],
  ['cancelRemainingInstances', 'true'],
  ['textFormat', 'text/plain'],
  ['mustUnderstand', 'false'],
]);

/** The places of the XML schema, first to last; what is not named is content and stands between. */
const beforeContent: readonly string[] = [
  ...['documentation', 'extensionElements', 'import', 'extension'],
  ...['supportedInterfaceRef', 'interfaceRef', 'endPointRef', 'participantMultiplicity'],
  ...['auditing', 'monitoring', 'categoryValueRef', 'incoming', 'outgoing'],
  ...['ioSpecification', 'ioBinding', 'property', 'dataState', 'dataInput', 'dataOutput'],
  ...['dataInputAssociation', 'dataOutputAssociation', 'inputSet', 'outputSet'],
  ...['partitionElement', 'flowNodeRef', 'childLaneSet', 'laneSet'],
  ...['loopCardinality', 'loopDataInputRef', 'loopDataOutputRef', 'inputDataItem', 'outputDataItem'],
  ...['sourceRef', 'targetRef', 'transformation', 'inMessageRef', 'outMessageRef', 'from', 'to'],
  ...['participantRef', 'messageFlowRef', 'innerParticipantRef', 'outerParticipantRef', 'participant'],
  ...['messageFlow'],
];

const afterContent: readonly string[] = [
  ...['association', 'group', 'textAnnotation'],
  ...['resourceRole', 'performer', 'humanPerformer', 'potentialOwner', 'rendering'],
  ...['standardLoopCharacteristics', 'multiInstanceLoopCharacteristics', 'completionCondition'],
  ...['correlationSubscription', 'supports', 'conversation', 'callConversation', 'subConversation'],
  ...['conversationAssociation', 'participantAssociation', 'messageFlowAssociation', 'correlationKey'],
  ...['choreographyRef', 'conversationLink', diagramName, 'relationship'],
];

const sameRank: ReadonlyMap<string, string> = new Map([
  ...['group', 'textAnnotation'].map((name) => [name, 'association'] as const),
  ...['performer', 'humanPerformer', 'potentialOwner'].map((name) => [name, 'resourceRole'] as const),
  ...['callConversation', 'subConversation'].map((name) => [name, 'conversation'] as const),
]);

const ranks: ReadonlyMap<string, number> = new Map([
  ...beforeContent.map((name, index) => [name, index] as const),
  ...afterContent.map((name, index) => [name, 1000 + index] as const),
]);

const contentRank = 500;

/** Where a child of a BPMN element stands; children of one rank keep their order. */
export function rankOf(child: string): number {
  return ranks.get(sameRank.get(child) ?? child) ?? contentRank;
}
