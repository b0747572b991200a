import { errorAt, type Report, warningAt } from '../finding.ts';
import { extensionsOf, labelOf, type ModdleElement, tagOf } from '../moddle.ts';

const activities = ['task', 'userTask', 'serviceTask', 'scriptTask', 'subProcess'];

/** Extension elements that are read, and on which elements. */
const readOn: Readonly<Record<string, readonly string[]>> = {
  'apg:form': ['userTask', 'startEvent'],
  'apg:headers': ['serviceTask'],
  'camunda:inputOutput': activities,
  'camunda:formData': ['userTask', 'startEvent'],
  'camunda:failedJobRetryTimeCycle': ['serviceTask'],
  'zeebe:ioMapping': activities,
  'zeebe:taskDefinition': ['serviceTask'],
  'zeebe:taskHeaders': ['serviceTask'],
  'zeebe:assignmentDefinition': ['userTask'],
  'zeebe:taskSchedule': ['userTask'],
  'zeebe:priorityDefinition': ['userTask'],
  'zeebe:formDefinition': ['userTask', 'startEvent'],
  'zeebe:script': ['scriptTask'],
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

const refusedAttributes = [
  'camunda:class',
  'camunda:delegateExpression',
  'camunda:expression',
  'camunda:resource',
  'camunda:formHandlerClass',
  'camunda:initiator',
];

const ignoredAttributes = [
  'camunda:followUpDate',
  'camunda:jobPriority',
  'camunda:taskPriority',
  'camunda:candidateStarterUsers',
  'camunda:candidateStarterGroups',
  'apg:calendar',
];

const transactionAttributes = ['camunda:asyncBefore', 'camunda:asyncAfter', 'camunda:async'];

/**
 * Judges what vendors add to an element: what the engine does not do is refused by name, and what only
 * tunes the vendor's engine is noted. Elements of foreign namespaces are kept and mean nothing.
 */
export function judgeExtensions(element: ModdleElement, elementId: string, report: Report): void {
  const tag = tagOf(element);
  const found = (what: string) => `but found ${what} on ${tag} '${labelOf(element)}'`;
  for (const what of new Set(extensionsOf(element).map(tagOf))) {
    if (!/^(?:apg|camunda|zeebe):/.test(what) || notes.has(what)) continue;
    if (readOn[what]?.includes(tag) === true) continue;
    if (hints.has(what)) report(warningAt(elementId, 'ignored-extension', ignored(found(what))));
    else report(errorAt(elementId, 'not-executable', refused(found(what))));
  }
  for (const name of refusedAttributes) {
    if (isSet(element, name)) report(errorAt(elementId, 'not-executable', refused(found(name))));
  }
  for (const name of ignoredAttributes) {
    if (isSet(element, name)) report(warningAt(elementId, 'ignored-extension', ignored(found(name))));
  }
  for (const name of transactionAttributes) {
    if (element.get(name) !== true) continue;
    const message = `Expected no transaction boundary of another engine, ${found(name)}; it has no effect here`;
    report(warningAt(elementId, 'ignored-extension', message));
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
