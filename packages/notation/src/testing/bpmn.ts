import type { FlowNode, FlowNodeType, NodeOf, ProcessModel } from '@wbpm/engine';
import { compileBpmn } from '../compile-definition.ts';
import type { Finding } from '../finding.ts';

const namespaces = [
  'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"',
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
  'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"',
  'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"',
  'xmlns:apg="http://apg.dev/schema/bpmn/1.0"',
].join(' ');

/** A document around root elements. */
export function definitions(content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<definitions ${namespaces} targetNamespace="urn:test">\n${content}\n</definitions>\n`;
}

/** A document with one executable process `p`. */
export function bpmn(content: string, attributes = ''): string {
  return definitions(`<process id="p" isExecutable="true" ${attributes}>\n${content}\n</process>`);
}

export function flow(from: string, to: string, condition?: string, id = `${from}-${to}`): string {
  const body =
    condition === undefined
      ? ''
      : `<conditionExpression xsi:type="tFormalExpression">${condition}</conditionExpression>`;
  return `<sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}">${body}</sequenceFlow>`;
}

/** A process that runs from `s` through the elements, in the order of their ids, to `e`. */
export function chain(elements: string, ...ids: readonly string[]): string {
  const stops = ['s', ...ids, 'e'];
  const flows = stops.slice(1).map((to, index) => flow(stops[index] ?? '', to));
  return bpmn(`<startEvent id="s"/>\n${elements}\n<endEvent id="e"/>\n${flows.join('\n')}`);
}

/** A process with one element `x` between start and end. */
export function around(element: string): string {
  return chain(element, 'x');
}

export async function findingsOf(xml: string): Promise<readonly Finding[]> {
  return (await compileBpmn(xml)).findings;
}

/** Findings of reading, behind which no rule has been asked. */
const unreadable: ReadonlySet<string> = new Set([
  'xml',
  'mixed-dialects',
  'unresolved-reference',
  'duplicate-id',
]);

/** What one rule finds: as marks (see {@link marksOf}) and as messages. */
export function judging(rule: string) {
  const findings = async (xml: string) => {
    const all = await findingsOf(xml);
    const unread = all.find((finding) => unreadable.has(finding.rule));
    if (unread !== undefined) throw new Error(`Expected a document to judge, but found: ${unread.message}`);
    return all.filter((finding) => finding.rule === rule);
  };
  return {
    marks: async (xml: string) => (await findings(xml)).map(markOf),
    complaints: async (xml: string) => (await findings(xml)).map(({ message }) => message),
  };
}

/** A subprocess `x` around its content. */
export function subProcess(content: string, id = 'x'): string {
  return `<subProcess id="${id}">${content}</subProcess>`;
}

/** `rule elementId` of each finding, and `!` before errors. */
export async function marksOf(xml: string): Promise<readonly string[]> {
  return (await findingsOf(xml)).map(markOf);
}

function markOf({ rule, elementId, severity }: Finding): string {
  return `${severity === 'error' ? '!' : ''}${rule} ${elementId}`;
}

export async function messagesOf(xml: string): Promise<readonly string[]> {
  return (await findingsOf(xml)).map((finding) => finding.message);
}

/** The one process of a document that compiles. */
export async function modelOf(xml: string): Promise<ProcessModel> {
  const compilation = await compileBpmn(xml);
  const [model] = compilation.kind === 'compiled' ? compilation.processes : [];
  if (model !== undefined) return model;
  throw new Error(`Expected a process that compiles, but found ${JSON.stringify(compilation.findings)}`);
}

export function nodeIn<Type extends FlowNodeType>(model: ProcessModel, type: Type, id = 'x'): NodeOf<Type> {
  const isWanted = (node: FlowNode): node is NodeOf<Type> => node.type === type && node.id === id;
  const node = model.elements.find(isWanted);
  if (node !== undefined) return node;
  throw new Error(
    `Expected a ${type} '${id}', but found ${model.elements.map((element) => element.id).join()}`,
  );
}
