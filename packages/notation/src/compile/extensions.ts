import { errorAt, type Report, warningAt } from '../finding.ts';
import { extensionsOf, type ModdleElement, nameOf, tagOf } from '../moddle.ts';
import { foreignCode, unusedCode } from './delegate.ts';
import { isListener, listeners, unheard } from './listener.ts';

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
export const readOn: Readonly<Record<string, readonly string[]>> = {
  'apg:form': ['userTask', 'startEvent'],
  'apg:headers': working,
  'camunda:inputOutput': mapped,
  'camunda:formData': ['userTask', 'startEvent'],
  'camunda:failedJobRetryTimeCycle': working,
  'camunda:in': ['callActivity', 'signalEventDefinition'],
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
  'zeebe:versionTag': ['process'],
  'zeebe:loopCharacteristics': ['loopCharacteristics'],
};

/** Notes to people and tools: no process runs differently without them. */
export const notes: ReadonlySet<string> = new Set([
  'camunda:properties',
  'zeebe:properties',
  'zeebe:userTask',
  'zeebe:userTaskForm',
]);

/** Hints for another engine's own machinery; the process means the same without them. */
export const hints: ReadonlySet<string> = new Set([
  'camunda:failedJobRetryTimeCycle',
  'camunda:field',
  'camunda:potentialStarter',
  'zeebe:jobPriorityDefinition',
  'zeebe:linkedResources',
  'zeebe:taskHeaders',
]);

export const refusedAttributes = [
  'camunda:resource',
  'camunda:formHandlerClass',
  'camunda:variableMappingClass',
  'camunda:variableMappingDelegateExpression',
  'camunda:caseRef',
  'camunda:calledElementTenantId',
  'camunda:decisionRefTenantId',
];

export const ignoredAttributes = [
  'camunda:followUpDate',
  'camunda:jobPriority',
  'camunda:taskPriority',
  'camunda:candidateStarterUsers',
  'camunda:candidateStarterGroups',
  'apg:calendar',
];

const asyncAttributes = ['camunda:asyncBefore', 'camunda:asyncAfter', 'camunda:async'];
const withoutAsync: ReadonlySet<string> = new Set(['eventDefinition']);

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
  for (const listener of extensionsOf(element).filter(isListener)) {
    report(warningAt(elementId, 'listener', unheard(listener, found)));
  }
  for (const what of new Set(extensionsOf(element).map(tagOf))) {
    if (!/^(?:apg|camunda|zeebe):/.test(what) || notes.has(what) || listeners.has(what)) continue;
    if (readOn[what]?.includes(kindOf(element, tag)) === true) continue;
    if (hints.has(what)) report(warningAt(elementId, 'ignored-extension', ignored(found(what))));
    else report(errorAt(elementId, 'not-executable', refused(found(what))));
  }
  for (const name of [...foreignCode(element), ...refusedAttributes.filter((name) => isSet(element, name))]) {
    report(errorAt(elementId, 'not-executable', refused(found(name))));
  }
  for (const name of [...unusedCode(element), ...ignoredAttributes.filter((name) => isSet(element, name))]) {
    report(warningAt(elementId, 'ignored-extension', ignored(found(name))));
  }
  for (const name of withoutAsync.has(tag) ? asyncAttributes : []) {
    if (element.get(name) !== true) continue;
    report(warningAt(elementId, 'ignored-extension', ignored(found(name))));
  }
}

/** Of event definitions, only that of a signal says what the event brings. */
function kindOf({ $type }: ModdleElement, tag: string): string {
  return $type === 'bpmn:SignalEventDefinition' ? 'signalEventDefinition' : tag;
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
