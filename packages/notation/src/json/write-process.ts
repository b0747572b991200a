import type { Report } from '../finding.ts';
import { type BpmnModdle, type ModdleElement, moddleFor } from '../moddle.ts';
import type { JsonFlow, JsonProcess, JsonScope } from './json-process.ts';
import { reportAt } from './json-reader.ts';
import { documentation, present, writeActivity } from './write-activity.ts';

/** A BPMN document, and where in the JSON each of its elements comes from. */
export interface WrittenProcess {
  readonly bpmnXml: string;
  readonly pointers: ReadonlyMap<string, string>;
}

/** Writes the process as BPMN, with the extensions that the reader of BPMN understands. */
export async function writeProcess(process: JsonProcess, report: Report): Promise<WrittenProcess> {
  const moddle = moddleFor('camunda');
  const pointers = new Map([[process.processId, '']]);
  const nodes = new Map<string, ModdleElement>();
  writeNodes(process, moddle, nodes, pointers);
  const root = moddle.create(
    'bpmn:Process',
    present({
      id: process.processId,
      name: process.name,
      isExecutable: true,
      documentation: documentation(moddle, process.description),
      'camunda:versionTag': process.version,
    }),
  );
  writeContent(process, root, { moddle, nodes, pointers, report });
  const definitions = moddle.create('bpmn:Definitions', {
    targetNamespace: 'http://apg.dev/processes',
    rootElements: [root],
  });
  const { xml } = await moddle.toXML(definitions, { format: true });
  return { bpmnXml: xml, pointers };
}

/** Nodes first, so that flows find their ends wherever they are. */
function writeNodes(
  scope: JsonScope,
  moddle: BpmnModdle,
  nodes: Map<string, ModdleElement>,
  pointers: Map<string, string>,
): void {
  for (const activity of scope.activities) {
    nodes.set(activity.id, writeActivity(moddle, activity));
    pointers.set(activity.id, activity.pointer);
    if (activity.type === 'subProcess') writeNodes(activity.content, moddle, nodes, pointers);
  }
}

interface Writing {
  readonly moddle: BpmnModdle;
  readonly nodes: ReadonlyMap<string, ModdleElement>;
  readonly pointers: Map<string, string>;
  readonly report: Report;
}

function writeContent(scope: JsonScope, container: ModdleElement, writing: Writing): void {
  const { nodes, report } = writing;
  const flows = scope.flows.map((flow) => ({ flow, element: writeFlow(flow, writing) }));
  const elements = scope.activities.flatMap((activity) => nodes.get(activity.id) ?? []);
  container.set('flowElements', [...elements, ...flows.map(({ element }) => element)]);
  for (const activity of scope.activities) {
    const element = nodes.get(activity.id);
    if (element === undefined) continue;
    if (activity.type === 'subProcess') writeContent(activity.content, element, writing);
    const wanted = activity.defaultFlow;
    if (wanted === null) continue;
    const chosen =
      flows.find(({ flow }) => flow.id === wanted && flow.from === activity.id) ??
      flows.find(({ flow }) => flow.to === wanted && flow.from === activity.id);
    if (chosen !== undefined) element.set('default', chosen.element);
    else
      reportAt(report, `${activity.pointer}/default`, 'a flow leaving the activity, or its target', wanted);
  }
}

function writeFlow(flow: JsonFlow, { moddle, nodes, pointers }: Writing): ModdleElement {
  const id = flow.id ?? freeId(`${flow.from}_to_${flow.to}`, pointers);
  pointers.set(id, flow.pointer);
  const condition =
    flow.condition === null ? null : moddle.create('bpmn:FormalExpression', { body: flow.condition });
  return moddle.create(
    'bpmn:SequenceFlow',
    present({
      id,
      name: flow.name,
      sourceRef: nodes.get(flow.from) ?? null,
      targetRef: nodes.get(flow.to) ?? null,
      conditionExpression: condition,
    }),
  );
}

function freeId(wanted: string, taken: ReadonlyMap<string, string>): string {
  if (!taken.has(wanted)) return wanted;
  let count = 2;
  while (taken.has(`${wanted}_${count}`)) count += 1;
  return `${wanted}_${count}`;
}
