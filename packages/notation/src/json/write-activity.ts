import type { BpmnModdle, ModdleElement } from '../moddle.ts';
import type { JsonActivity, JsonForm, JsonPair } from './json-process.ts';

type Properties = Readonly<Record<string, unknown>>;

const bpmnTypes: Readonly<Record<JsonActivity['type'], string>> = {
  startEvent: 'bpmn:StartEvent',
  endEvent: 'bpmn:EndEvent',
  terminateEndEvent: 'bpmn:EndEvent',
  task: 'bpmn:Task',
  userTask: 'bpmn:UserTask',
  serviceTask: 'bpmn:ServiceTask',
  scriptTask: 'bpmn:ScriptTask',
  exclusiveGateway: 'bpmn:ExclusiveGateway',
  parallelGateway: 'bpmn:ParallelGateway',
  subProcess: 'bpmn:SubProcess',
  timer: 'bpmn:IntermediateCatchEvent',
};

/** The BPMN element of an activity, without its content and its default flow. */
export function writeActivity(moddle: BpmnModdle, activity: JsonActivity): ModdleElement {
  const extensions = extensionsFor(moddle, activity);
  return moddle.create(
    bpmnTypes[activity.type],
    present({
      id: activity.id,
      name: activity.name,
      documentation: documentation(moddle, activity.documentation),
      extensionElements:
        extensions.length === 0 ? null : moddle.create('bpmn:ExtensionElements', { values: extensions }),
      ...detailsOf(moddle, activity),
    }),
  );
}

export function documentation(moddle: BpmnModdle, text: string | null): readonly ModdleElement[] | null {
  return text === null ? null : [moddle.create('bpmn:Documentation', { text })];
}

/** Without the properties that are null: an absent attribute is not an empty one. */
export function present(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null));
}

function detailsOf(moddle: BpmnModdle, activity: JsonActivity): Properties {
  switch (activity.type) {
    case 'endEvent':
    case 'exclusiveGateway':
    case 'parallelGateway':
    case 'subProcess':
    case 'task':
      return {};
    case 'startEvent':
      return { 'camunda:formKey': activity.form.key };
    case 'terminateEndEvent':
      return { eventDefinitions: [moddle.create('bpmn:TerminateEventDefinition', {})] };
    case 'timer': {
      if (activity.timer === null) return {};
      const body = moddle.create('bpmn:FormalExpression', { body: activity.timer.text });
      const property = activity.timer.kind === 'date' ? 'timeDate' : 'timeDuration';
      return { eventDefinitions: [moddle.create('bpmn:TimerEventDefinition', { [property]: body })] };
    }
    case 'userTask':
      return {
        'camunda:assignee': activity.assignee,
        'camunda:candidateUsers': activity.candidateUsers,
        'camunda:candidateGroups': activity.candidateGroups,
        'camunda:dueDate': activity.dueDate,
        'camunda:priority': activity.priority,
        'camunda:formKey': activity.form.key,
        'apg:duration': activity.duration,
        'apg:sla': activity.sla,
      };
    case 'serviceTask':
      return {
        'apg:jobType': activity.jobType,
        'apg:retries': activity.retries,
        'camunda:resultVariable': activity.resultVariable,
      };
    case 'scriptTask':
      return {
        scriptFormat: activity.language,
        script: activity.script,
        'camunda:resultVariable': activity.resultVariable,
      };
  }
}

function extensionsFor(moddle: BpmnModdle, activity: JsonActivity): readonly ModdleElement[] {
  switch (activity.type) {
    case 'endEvent':
    case 'terminateEndEvent':
    case 'exclusiveGateway':
    case 'parallelGateway':
    case 'timer':
      return [];
    case 'startEvent':
      return form(moddle, activity.form);
    case 'task':
    case 'scriptTask':
    case 'subProcess':
      return mappings(moddle, activity);
    case 'userTask':
      return [...mappings(moddle, activity), ...form(moddle, activity.form)];
    case 'serviceTask':
      return [...mappings(moddle, activity), ...headers(moddle, activity.headers)];
  }
}

function mappings(
  moddle: BpmnModdle,
  { inputs, outputs }: { readonly inputs: readonly JsonPair[]; readonly outputs: readonly JsonPair[] },
): readonly ModdleElement[] {
  if (inputs.length + outputs.length === 0) return [];
  const parameters = (type: string, pairs: readonly JsonPair[]) =>
    pairs.map(({ name, text }) => moddle.create(type, { name, value: text }));
  return [
    moddle.create('camunda:InputOutput', {
      inputParameters: parameters('camunda:InputParameter', inputs),
      outputParameters: parameters('camunda:OutputParameter', outputs),
    }),
  ];
}

function headers(moddle: BpmnModdle, pairs: readonly JsonPair[]): readonly ModdleElement[] {
  if (pairs.length === 0) return [];
  const values = pairs.map(({ name, text }) => moddle.create('apg:Header', { key: name, value: text }));
  return [moddle.create('apg:Headers', { values })];
}

function form(moddle: BpmnModdle, { fields }: JsonForm): readonly ModdleElement[] {
  if (fields.length === 0) return [];
  const written = fields.map((field) => {
    const options = field.options.map((option) => moddle.create('apg:Option', option));
    return moddle.create('apg:Field', present({ ...field, options }));
  });
  return [moddle.create('apg:Form', { fields: written })];
}
