import { errorAt, type Report, warningAt } from '../finding.ts';
import { extensionsOf, type ModdleElement, nameOf, tagOf, textOf } from '../moddle.ts';

const events = [
  'startEvent',
  'endEvent',
  'intermediateCatchEvent',
  'intermediateThrowEvent',
  'boundaryEvent',
];
const mapped = [
  ...events,
  'task',
  'manualTask',
  'userTask',
  'serviceTask',
  'sendTask',
  'receiveTask',
  'scriptTask',
  'businessRuleTask',
  'callActivity',
  'subProcess',
  'transaction',
  'adHocSubProcess',
];
const working = ['serviceTask', 'sendTask', 'businessRuleTask', 'intermediateThrowEvent', 'endEvent'];

/** Extension elements that are read, and on which elements. */
const readOn: Readonly<Record<string, readonly string[]>> = {
  'apg:form': ['userTask', 'startEvent'],
  'apg:headers': working,
  'camunda:inputOutput': mapped,
  'camunda:formData': ['userTask', 'startEvent'],
  'camunda:failedJobRetryTimeCycle': working,
  'camunda:in': ['callActivity'],
  'camunda:out': ['callActivity'],
  'zeebe:ioMapping': mapped,
  'zeebe:taskDefinition': working,
  'zeebe:taskHeaders': working,
  'zeebe:calledElement': ['callActivity'],
  'zeebe:calledDecision': ['businessRuleTask'],
  'zeebe:assignmentDefinition': ['userTask'],
  'zeebe:taskSchedule': ['userTask'],
  'zeebe:priorityDefinition': ['userTask'],
  'zeebe:formDefinition': ['userTask', 'startEvent'],
  'zeebe:script': ['scriptTask'],
  'zeebe:adHoc': ['adHocSubProcess'],
  'zeebe:conditionalFilter': ['eventDefinition'],
  'zeebe:loopCharacteristics': ['loopCharacteristics'],
};

/** Notes to people and tools: no process runs differently without them. */
const notes: ReadonlySet<string> = new Set([
  'camunda:properties',
  'zeebe:properties',
  'zeebe:versionTag',
  'zeebe:userTask',
  'zeebe:userTaskForm',
]);

/** Hints for another engine's own machinery; the process means the same without them. */
const hints: ReadonlySet<string> = new Set([
  'camunda:failedJobRetryTimeCycle',
  'camunda:field',
  'camunda:potentialStarter',
  'zeebe:jobPriorityDefinition',
  'zeebe:linkedResources',
  'zeebe:taskHeaders',
]);

/** Code told of what happens. It decides nothing about the flow, so the process runs without it. */
const listeners: ReadonlySet<string> = new Set(['camunda:executionListener', 'camunda:taskListener']);

const delegateAttributes = ['camunda:class', 'camunda:delegateExpression', 'camunda:expression'];
const evaluating = ['serviceTask', 'businessRuleTask'];

const refusedAttributes = [
  'camunda:resource',
  'camunda:formHandlerClass',
  'camunda:initiator',
  'camunda:variableMappingClass',
  'camunda:variableMappingDelegateExpression',
  'camunda:caseRef',
  'camunda:calledElementTenantId',
  'camunda:decisionRefTenantId',
];

const ignoredAttributes = [
  'camunda:followUpDate',
  'camunda:jobPriority',
  'camunda:taskPriority',
  'camunda:candidateStarterUsers',
  'camunda:candidateStarterGroups',
  'camunda:variableEvents',
  'apg:calendar',
];

const asyncAttributes = ['camunda:asyncBefore', 'camunda:asyncAfter', 'camunda:async'];
const withoutAsync: ReadonlySet<string> = new Set(['eventDefinition', 'loopCharacteristics']);

/** Code in the model's own language that should do the work of an element; refused with the other extensions. */
export function delegates(element: ModdleElement): readonly string[] {
  const evaluated = evaluating.includes(tagOf(element));
  return delegateAttributes.filter(
    (name) => textOf(element, name) !== null && !(evaluated && name === 'camunda:expression'),
  );
}

/**
 * Judges what vendors add to an element: what the engine does not do is refused by name, and what only
 * tunes the vendor's engine is noted. Elements of foreign namespaces are kept and mean nothing.
 */
export function judgeExtensions(
  element: ModdleElement,
  elementId: string,
  tag: string,
  report: Report,
): void {
  const found = (what: string) => `but found ${what} on ${tag} '${nameOf(element) ?? elementId}'`;
  for (const what of new Set(extensionsOf(element).map(tagOf))) {
    if (!/^(?:apg|camunda|zeebe):/.test(what) || notes.has(what)) continue;
    if (readOn[what]?.includes(tag) === true) continue;
    if (listeners.has(what)) report(warningAt(elementId, 'listener', unheard(found(what))));
    else if (hints.has(what)) report(warningAt(elementId, 'ignored-extension', ignored(found(what))));
    else report(errorAt(elementId, 'not-executable', refused(found(what))));
  }
  for (const name of [...delegates(element), ...refusedAttributes.filter((name) => isSet(element, name))]) {
    report(errorAt(elementId, 'not-executable', refused(found(name))));
  }
  for (const name of ignoredAttributes) {
    if (isSet(element, name)) report(warningAt(elementId, 'ignored-extension', ignored(found(name))));
  }
  for (const name of withoutAsync.has(tag) ? asyncAttributes : []) {
    if (element.get(name) !== true) continue;
    report(warningAt(elementId, 'ignored-extension', ignored(found(name))));
  }
}

function isSet(element: ModdleElement, name: string): boolean {
  const value = element.get(name);
  return value !== undefined && value !== '';
}

function refused(found: string): string {
  return `Expected extensions this engine executes, ${found}`;
}

function ignored(found: string): string {
  return `Expected extensions this engine applies, ${found}; it has no effect here`;
}

function unheard(found: string): string {
  return `Expected no listeners, ${found}; it is not run`;
}
