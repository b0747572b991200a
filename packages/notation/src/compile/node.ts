import type { FlowNode } from '@wbpm/engine';
import { childOf } from '../moddle.ts';
import type { SourceNode } from '../source-graph.ts';
import { compileBusinessRuleTask } from './business-rule-task.ts';
import { compileCallActivity } from './call-activity.ts';
import type { CompileContext } from './context.ts';
import {
  compileBoundaryEvent,
  compileCatchEvent,
  compileEndEvent,
  compileStartEvent,
  compileThrowEvent,
} from './events.ts';
import { judgeExtensions } from './extensions.ts';
import {
  compileComplexGateway,
  compileEventBasedGateway,
  compileExclusiveGateway,
  compileInclusiveGateway,
  compileParallelGateway,
} from './gateways.ts';
import { compileReceiveTask, compileSendTask } from './messaging-tasks.ts';
import { eventDefinitionsOf, notExecutable } from './not-executable.ts';
import { compileScriptTask } from './script-task.ts';
import { compileServiceTask } from './service-task.ts';
import { compileAdHocSubProcess, compileSubProcess, compileTransaction } from './subprocesses.ts';
import { compileManualTask, compileTask } from './untyped-tasks.ts';
import { compileUserTask } from './user-task.ts';

type Compile = (node: SourceNode, context: CompileContext) => FlowNode;

const compilers: ReadonlyMap<string, Compile> = new Map<string, Compile>([
  ['startEvent', compileStartEvent],
  ['endEvent', compileEndEvent],
  ['intermediateCatchEvent', compileCatchEvent],
  ['intermediateThrowEvent', compileThrowEvent],
  ['boundaryEvent', compileBoundaryEvent],
  ['task', compileTask],
  ['manualTask', compileManualTask],
  ['userTask', compileUserTask],
  ['serviceTask', compileServiceTask],
  ['sendTask', compileSendTask],
  ['receiveTask', compileReceiveTask],
  ['scriptTask', compileScriptTask],
  ['businessRuleTask', compileBusinessRuleTask],
  ['callActivity', compileCallActivity],
  ['exclusiveGateway', compileExclusiveGateway],
  ['parallelGateway', compileParallelGateway],
  ['inclusiveGateway', compileInclusiveGateway],
  ['complexGateway', compileComplexGateway],
  ['eventBasedGateway', compileEventBasedGateway],
  ['subProcess', compileSubProcess],
  ['transaction', compileTransaction],
  ['adHocSubProcess', compileAdHocSubProcess],
]);

/** The node the engine executes; null, and a finding by name, where it executes no such thing. */
export function compileNode(node: SourceNode, context: CompileContext): FlowNode | null {
  const compile = compilers.get(node.tag);
  if (compile === undefined) {
    context.report(notExecutable(node));
    return null;
  }
  const compiled = compile(node, context);
  judgeExtensions(node.element, node.id, node.tag, context.report);
  for (const definition of eventDefinitionsOf(node.element)) {
    judgeExtensions(definition, node.id, 'eventDefinition', context.report);
  }
  const loop = childOf(node.element, 'loopCharacteristics');
  if (loop !== null) judgeExtensions(loop, node.id, 'loopCharacteristics', context.report);
  return compiled;
}
