/** Namespace of the platform's own additions to BPMN. */
const apgNamespace = 'http://apg.dev/schema/bpmn/1.0';

const attribute = (name: string, type: 'String' | 'Boolean' = 'String') => ({ name, type, isAttr: true });

/**
 * What the platform adds to BPMN, in moddle's terms. It extends BPMN's own types only, so it can stand
 * beside either vendor's descriptor.
 */
export const apgDescriptor = {
  name: 'APG',
  prefix: 'apg',
  uri: apgNamespace,
  xml: { tagAlias: 'lowerCase' },
  types: [
    {
      name: 'TimedTask',
      extends: ['bpmn:Task'],
      properties: [attribute('duration'), attribute('sla'), attribute('calendar')],
    },
    {
      name: 'Worked',
      extends: ['bpmn:Task', 'bpmn:ThrowEvent'],
      properties: [attribute('jobType'), attribute('retries')],
    },
    {
      name: 'Mapped',
      extends: ['bpmn:FlowNode'],
      properties: [attribute('resultsStayLocal', 'Boolean')],
    },
    {
      name: 'Collecting',
      extends: ['bpmn:MultiInstanceLoopCharacteristics'],
      properties: [attribute('outputCollection'), attribute('outputElement')],
    },
    {
      name: 'Activating',
      extends: ['bpmn:AdHocSubProcess'],
      properties: [attribute('activeElements')],
    },
    {
      name: 'Deciding',
      extends: ['bpmn:BusinessRuleTask'],
      properties: [attribute('mapResult')],
    },
    {
      name: 'Calling',
      extends: ['bpmn:CallActivity'],
      properties: [attribute('outLocal', 'Boolean'), attribute('outWhenThrown', 'Boolean')],
    },
    {
      name: 'Correlated',
      extends: ['bpmn:Message', 'bpmn:MessageEventDefinition', 'bpmn:ReceiveTask', 'bpmn:SendTask'],
      properties: [attribute('correlationKey')],
    },
    {
      // Moddle takes the script of a global task for an attribute; in BPMN it is an element (table 10.9).
      name: 'GlobalScript',
      extends: ['bpmn:GlobalScriptTask'],
      properties: [
        {
          name: 'bpmn:script',
          type: 'String',
          isAttr: false,
          replaces: 'bpmn:GlobalScriptTask#script',
        },
      ],
    },
    {
      name: 'Form',
      superClass: ['Element'],
      properties: [{ name: 'fields', type: 'Field', isMany: true }],
    },
    {
      name: 'Field',
      superClass: ['Element'],
      properties: [
        attribute('id'),
        attribute('label'),
        attribute('type'),
        attribute('required', 'Boolean'),
        attribute('readonly', 'Boolean'),
        attribute('defaultValue'),
        attribute('min'),
        attribute('max'),
        { name: 'options', type: 'Option', isMany: true },
      ],
    },
    {
      name: 'Option',
      superClass: ['Element'],
      properties: [attribute('value'), attribute('label')],
    },
    {
      // What a data object holds from the beginning. Camunda's own element of that name stands in lists alone.
      name: 'Value',
      superClass: ['Element'],
      properties: [{ name: 'value', type: 'String', isBody: true }],
    },
    {
      name: 'Headers',
      superClass: ['Element'],
      properties: [{ name: 'values', type: 'Header', isMany: true }],
    },
    {
      name: 'Header',
      superClass: ['Element'],
      properties: [attribute('key'), attribute('value')],
    },
  ],
};
