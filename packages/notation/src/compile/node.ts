import type { FlowNode } from '@wbpm/engine';
import type { Report } from '../finding.ts';
import type { SourceNode } from '../source-graph.ts';
import { compileCatchEvent, compileEndEvent, compileStartEvent } from './events.ts';
import { judgeExtensions } from './extensions.ts';
import { activityBase, defaultFlowOf, nodeBase } from './node-base.ts';
import { describeDefinitions, eventDefinitionsOf, notExecutable } from './not-executable.ts';
import { compileScriptTask } from './script-task.ts';
import { compileServiceTask } from './service-task.ts';
import { compileUserTask } from './user-task.ts';

type Compile = (node: SourceNode, lane: string | null, report: Report) => FlowNode | null;

const compilers: ReadonlyMap<string, Compile> = new Map<string, Compile>([
  ['startEvent', (node, _lane, report) => compileStartEvent(node, report)],
  ['endEvent', (node, _lane, report) => compileEndEvent(node, report)],
  ['intermediateCatchEvent', (node, _lane, report) => compileCatchEvent(node, report)],
  ['task', (node, _lane, report) => ({ ...activityBase(node, report), type: 'task' })],
  ['userTask', compileUserTask],
  ['serviceTask', (node, _lane, report) => compileServiceTask(node, report)],
  ['scriptTask', (node, _lane, report) => compileScriptTask(node, report)],
  ['subProcess', (node, _lane, report) => ({ ...activityBase(node, report), type: 'subProcess' })],
  [
    'exclusiveGateway',
    (node) => ({ ...nodeBase(node), type: 'exclusiveGateway', defaultFlowId: defaultFlowOf(node) }),
  ],
  ['parallelGateway', (node) => ({ ...nodeBase(node), type: 'parallelGateway' })],
]);

/** The node the engine executes; null, and a finding by name, where it executes no such thing. */
export function compileNode(node: SourceNode, lane: string | null, report: Report): FlowNode | null {
  const compile = compilers.get(node.tag);
  if (compile === undefined) {
    const definitions = eventDefinitionsOf(node.element);
    report(notExecutable(node, definitions.length === 0 ? null : describeDefinitions(definitions)));
    return null;
  }
  const compiled = compile(node, lane, report);
  if (compiled !== null) judgeExtensions(node.element, node.id, report);
  return compiled;
}
