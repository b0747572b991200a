import type { ModdleElement } from '../moddle.ts';
import type { Activity, Content, Data, Flow } from './activity.ts';
import { bpmnTypeOf, writeActivity } from './write-activity.ts';
import {
  attribute,
  documentation,
  extensions,
  fill,
  formal,
  make,
  type Properties,
  type Writing,
} from './writing.ts';

/** What a process or subprocess holds, as far as it can be within itself. */
export function createElements(content: Content, pointer: string, writing: Writing): void {
  content.activities.forEach((activity, index) => {
    const at = `${pointer}/activities/${index}`;
    writing.elements.set(activity.id, writing.moddle.create(bpmnTypeOf(activity.type), { id: activity.id }));
    writing.pointers.set(activity.id, at);
    if ('activities' in activity) createElements(activity, at, writing);
  });
}

/** Fills a process or subprocess with elements that exist already. */
export function writeContent(
  content: Content,
  container: ModdleElement,
  pointer: string,
  writing: Writing,
): void {
  const flows = content.flows.map((flow, index) => ({
    flow,
    element: writeFlow(flow, `${pointer}/flows/${index}`, writing),
  }));
  const data = (content.data ?? []).map((item, index) =>
    writeData(item, `${pointer}/data/${index}`, writing),
  );
  const undoing: ModdleElement[] = [];
  const activities = content.activities.flatMap((activity, index) => {
    const element = writing.elements.get(activity.id);
    if (element === undefined) return [];
    const at = `${pointer}/activities/${index}`;
    writeActivity(activity, element, at, writing);
    fill(element, { default: defaultFlow(activity, flows) });
    if ('activities' in activity) writeContent(activity, element, at, writing);
    const { boundary, association } = compensation(activity, content, writing);
    undoing.push(...association);
    return [element, ...boundary];
  });
  fill(container, {
    flowElements: [...activities, ...flows.map(({ element }) => element), ...data],
    artifacts: undoing.length === 0 ? null : undoing,
  });
}

function writeFlow(flow: Flow, pointer: string, writing: Writing): ModdleElement {
  const id = flow.id ?? writing.freeId(`${flow.from}_to_${flow.to}`);
  return placed(id, pointer, writing, 'bpmn:SequenceFlow', {
    name: flow.name,
    documentation: documentation(flow.documentation, writing),
    sourceRef: writing.elements.get(flow.from),
    targetRef: writing.elements.get(flow.to),
    conditionExpression: formal(flow.condition, `${pointer}/condition`, writing),
  });
}

function writeData({ id, variable, value }: Data, pointer: string, writing: Writing): ModdleElement {
  const text = attribute(value, `${pointer}/value`, writing);
  const values = text === null ? [] : [make(writing, 'apg:Value', { value: text })];
  return placed(id, pointer, writing, 'bpmn:DataObject', {
    name: variable,
    extensionElements: extensions(values, writing),
  });
}

function placed(id: string, pointer: string, writing: Writing, type: string, properties: Properties) {
  const element = make(writing, type, { id, ...properties });
  writing.pointers.set(id, pointer);
  writing.elements.set(id, element);
  return element;
}

interface WrittenFlow {
  readonly flow: Flow;
  readonly element: ModdleElement;
}

/** An activity may name its default flow, or what it leads to. */
function defaultFlow(activity: Activity, flows: readonly WrittenFlow[]): ModdleElement | null {
  const wanted = 'default' in activity ? activity.default : undefined;
  if (wanted === undefined) return null;
  const leaving = flows.filter(({ flow }) => flow.from === activity.id);
  const chosen =
    leaving.find(({ flow }) => flow.id === wanted) ??
    leaving.find(({ flow }) => flow.to === wanted) ??
    leaving.find(({ element }) => element.get('id') === wanted);
  return chosen?.element ?? null;
}

/** What undoes an activity is tied to a compensation event on its border (§10.7.1), which may be left out. */
function compensation(activity: Activity, content: Content, writing: Writing) {
  const handlerId = 'compensation_handler' in activity ? activity.compensation_handler : undefined;
  const handler = writing.elements.get(handlerId ?? '');
  if (handler === undefined) return { boundary: [], association: [] };
  const drawn = content.activities.find(
    (other) =>
      other.type === 'boundaryEvent' &&
      other.attached_to === activity.id &&
      (other.triggers ?? []).some((trigger) => 'compensation' in trigger),
  );
  const boundary =
    writing.elements.get(drawn?.id ?? '') ??
    make(writing, 'bpmn:BoundaryEvent', {
      id: writing.freeId(`${activity.id}_compensation`),
      attachedToRef: writing.elements.get(activity.id),
      eventDefinitions: [make(writing, 'bpmn:CompensateEventDefinition', {})],
    });
  const association = make(writing, 'bpmn:Association', {
    id: writing.freeId(`${activity.id}_to_${handlerId}`),
    associationDirection: 'One',
    sourceRef: boundary,
    targetRef: handler,
  });
  return { boundary: drawn === undefined ? [boundary] : [], association: [association] };
}
