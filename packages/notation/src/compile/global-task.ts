import type { FlowNode, ProcessModel } from '@wbpm/engine';
import { documentationOf, idOf, type ModdleElement, nameOf, tagOf, textOf } from '../moddle.ts';
import { rootElements, type SourceDocument } from '../source-document.ts';
import { type SourceGraph, type SourceScope, sourceGraphOf } from '../source-graph.ts';
import { calledIdIn } from './called-id.ts';
import type { CompileContext } from './context.ts';
import { dataVariablesOf } from './data-objects.ts';
import { compileNode } from './node.ts';

const taskTags: ReadonlyMap<string, string> = new Map([
  ['globalTask', 'task'],
  ['globalUserTask', 'userTask'],
  ['globalManualTask', 'manualTask'],
  ['globalScriptTask', 'scriptTask'],
  ['globalBusinessRuleTask', 'businessRuleTask'],
]);

/** The global tasks of the file that call activities of these processes name, each once. */
export function calledGlobalTasks(
  document: SourceDocument,
  graphs: readonly SourceGraph[],
): readonly ModdleElement[] {
  const called = new Set(
    graphs.flatMap((graph) =>
      [...graph.nodes.values()]
        .filter(({ tag }) => tag === 'callActivity')
        .map(({ element }) => calledIdIn(textOf(element, 'calledElement') ?? '', document)),
    ),
  );
  return rootElements(document.definitions, 'bpmn:GlobalTask').filter((task) => called.has(idOf(task) ?? ''));
}

/** A global task is called like a process: it becomes one of a start, the task and an end. */
export function compileGlobalTask(
  element: ModdleElement,
  context: Pick<CompileContext, 'document' | 'checkExpression' | 'report'>,
): { readonly graph: SourceGraph; readonly model: ProcessModel } {
  const id = idOf(element) ?? '';
  const graph = sourceGraphOf(element, id, context.report);
  const scope: SourceScope = { element, id: null, parent: null, depth: 0 };
  const tag = taskTags.get(tagOf(element)) ?? 'task';
  const node = { element, id: `${id}_task`, tag, scope };
  const task = compileNode(node, {
    ...context,
    graph,
    data: dataVariablesOf(graph),
    lanes: new Map(),
    compensationHandlers: new Map(),
    linkTargets: new Map(),
  });
  return { graph, model: modelAround(element, id, task) };
}

function modelAround(element: ModdleElement, id: string, task: FlowNode | null): ProcessModel {
  const event = {
    name: null,
    documentation: null,
    scopeId: null,
    asyncBefore: false,
    asyncAfter: false,
    inputs: [],
    outputs: [],
    resultsStayLocal: false,
  };
  const flow = (from: string, to: string) => ({
    id: `${id}_${from}_${to}`,
    name: null,
    sourceId: `${id}_${from}`,
    targetId: `${id}_${to}`,
    condition: null,
  });
  return {
    processId: id,
    name: nameOf(element) ?? id,
    documentation: documentationOf(element),
    elements: [
      {
        ...event,
        id: `${id}_start`,
        type: 'startEvent',
        triggers: [],
        parallelMultiple: false,
        interrupting: true,
        form: null,
      },
      ...(task === null ? [] : [task]),
      { ...event, id: `${id}_end`, type: 'endEvent', throws: [] },
    ],
    flows: [flow('start', 'task'), flow('task', 'end')],
    dataObjects: [],
  };
}
