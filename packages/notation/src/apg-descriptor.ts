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
      name: 'WorkedTask',
      extends: ['bpmn:Task'],
      properties: [attribute('jobType'), attribute('retries')],
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
