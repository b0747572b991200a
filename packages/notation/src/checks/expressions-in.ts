import type {
  Binding,
  CallVariables,
  Expression,
  FlowNode,
  Form,
  JobDefinition,
  Loop,
  MessageDefinition,
  ProcessModel,
  Throw,
  Trigger,
  VariableMapping,
} from '@wbpm/engine';

export interface PlacedExpression {
  readonly elementId: string;
  readonly place: string;
  readonly expression: Expression;
}

/** Every expression of a model, and in words where it stands. */
export function expressionsIn(model: ProcessModel): readonly PlacedExpression[] {
  return [
    ...model.elements.flatMap((element) => [
      ...placed(element.id, ofType(element)),
      ...placed(element.id, common(element)),
    ]),
    ...model.flows.flatMap(({ id, condition }) => placed(id, [['the condition', condition]])),
    ...model.dataObjects.flatMap(({ id, initialValue }) => placed(id, [['the value', initialValue]])),
  ];
}

type Place = readonly [place: string, expression: Expression | null];

function placed(elementId: string, places: readonly Place[]): readonly PlacedExpression[] {
  return places.flatMap(([place, expression]) =>
    expression === null ? [] : [{ elementId, place, expression }],
  );
}

function common(element: FlowNode): readonly Place[] {
  return [
    ...('loop' in element ? inLoop(element.loop) : []),
    ...('inputs' in element ? inMappings(element) : []),
  ];
}

function ofType(element: FlowNode): readonly Place[] {
  switch (element.type) {
    case 'exclusiveGateway':
    case 'parallelGateway':
    case 'inclusiveGateway':
    case 'eventBasedGateway':
    case 'subProcess':
    case 'eventSubProcess':
    case 'transaction':
      return [];
    case 'complexGateway':
      return [['the activation condition', element.activationCondition]];
    case 'startEvent':
      return [...element.triggers.flatMap(inTrigger), ...inForm(element.form)];
    case 'intermediateCatchEvent':
    case 'boundaryEvent':
      return element.triggers.flatMap(inTrigger);
    case 'endEvent':
    case 'intermediateThrowEvent':
      return element.throws.flatMap(inThrow);
    case 'task':
    case 'manualTask':
      return [...element.sends, ...element.awaits].flatMap(inMessage);
    case 'receiveTask':
      return element.message === null ? [] : inMessage(element.message);
    case 'serviceTask':
    case 'sendTask':
    case 'businessRuleTask':
      return inWork(element.work);
    case 'scriptTask':
      return element.language === 'javascript' || element.source === ''
        ? []
        : [['the script', { language: element.language, source: element.source }]];
    case 'callActivity':
      return [
        ['the called element', element.calledElement],
        ['the version', inBinding(element.binding)],
        ['the business key', element.businessKey],
        ...inMappings({ inputs: everyMapping(element.passIn), outputs: everyMapping(element.passOut) }),
      ];
    case 'adHocSubProcess':
      return [
        ['the completion condition', element.completionCondition],
        ['the active elements', element.activeElements],
      ];
    case 'userTask':
      return [
        ['the name', element.shownName ?? null],
        ['the documentation', element.shownDescription ?? null],
        ['the assignee', element.assignee],
        ...element.candidateUsers.map((user): Place => ['the candidate users', user]),
        ...element.candidateGroups.map((group): Place => ['the candidate groups', group]),
        ['the due date', element.dueDate],
        ['the priority', element.priority],
        ...inForm(element.form),
      ];
  }
}

function inBinding(binding: Binding): Expression | null {
  if (binding.kind === 'version') return binding.version;
  return binding.kind === 'versionTag' ? binding.tag : null;
}

function everyMapping({ mappings, localMappings = [] }: CallVariables): readonly VariableMapping[] {
  return [...mappings, ...localMappings];
}

type Work = Extract<FlowNode, { readonly work: unknown }>['work'];

function inWork(work: Work): readonly Place[] {
  switch (work.kind) {
    case 'job':
      return inJob(work);
    case 'expression':
      return [['the expression', work.expression]];
    case 'message':
      return inMessage(work);
    case 'decision':
      return [
        ['the decision', work.decisionId],
        ['the version', inBinding(work.binding)],
      ];
  }
}

function inJob(job: JobDefinition | null): readonly Place[] {
  return job === null ? [] : [['the job type', job.jobType]];
}

function inMessage({ name, correlationKey }: MessageDefinition): readonly Place[] {
  return [
    ['the message name', name],
    ['the correlation key', correlationKey],
  ];
}

function inTrigger(trigger: Trigger): readonly Place[] {
  switch (trigger.kind) {
    case 'message':
      return inMessage(trigger);
    case 'signal':
      return [['the signal name', trigger.name]];
    case 'timer':
      return [['the timer', trigger.timer.expression]];
    case 'conditional':
      return [['the condition', trigger.condition]];
    case 'error':
    case 'escalation':
    case 'cancel':
    case 'compensation':
    case 'link':
      return [];
  }
}

function inThrow(thrown: Throw): readonly Place[] {
  switch (thrown.kind) {
    case 'message':
      return [...inMessage(thrown), ...inJob(thrown.job)];
    case 'signal':
      return [['the signal name', thrown.name]];
    case 'error':
      return [
        ['the error code', thrown.errorCode],
        ['the error message', thrown.message],
      ];
    case 'escalation':
      return [['the escalation code', thrown.escalationCode]];
    case 'cancel':
    case 'compensation':
    case 'link':
    case 'terminate':
      return [];
  }
}

function inLoop(loop: Loop | null): readonly Place[] {
  if (loop === null) return [];
  if (loop.kind === 'standard') {
    return [
      ['the loop condition', loop.condition],
      ['the loop maximum', loop.maximum],
    ];
  }
  return [
    ['the loop cardinality', loop.cardinality],
    ['the collection', loop.collection],
    ['the collected result', loop.outputElement],
    ['the completion condition', loop.completionCondition],
    ...loop.behaviorEvents.flatMap(({ condition, throws }): readonly Place[] => [
      ['the condition of an event', condition],
      ...inThrow(throws),
    ]),
  ];
}

function inForm(form: Form | null): readonly Place[] {
  return form?.kind === 'key' ? [['the form key', form.key]] : [];
}

function inMappings(activity: {
  readonly inputs: readonly VariableMapping[];
  readonly outputs: readonly VariableMapping[];
}): readonly Place[] {
  return [
    ...activity.inputs.map(({ target, expression }): Place => [`the input '${target}'`, expression]),
    ...activity.outputs.map(({ target, expression }): Place => [`the output '${target}'`, expression]),
  ];
}
