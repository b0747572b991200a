import type {
  ComplexGateway,
  EventBasedGateway,
  ExclusiveGateway,
  InclusiveGateway,
  ParallelGateway,
} from '@wbpm/engine';
import { impliedDefaultOf } from '../implied-default.ts';
import { childOf, flagOf } from '../moddle.ts';
import type { SourceNode } from '../source-graph.ts';
import type { CompileContext } from './context.ts';
import { formalExpression } from './formal-expression.ts';
import { defaultFlowOf, nodeBase } from './node-base.ts';

export function compileExclusiveGateway(node: SourceNode, { graph }: CompileContext): ExclusiveGateway {
  const implied = impliedDefaultOf(node, graph)?.id ?? null;
  return { ...nodeBase(node), type: 'exclusiveGateway', defaultFlowId: defaultFlowOf(node) ?? implied };
}

export function compileParallelGateway(node: SourceNode): ParallelGateway {
  return { ...nodeBase(node), type: 'parallelGateway' };
}

export function compileInclusiveGateway(node: SourceNode): InclusiveGateway {
  return { ...nodeBase(node), type: 'inclusiveGateway', defaultFlowId: defaultFlowOf(node) };
}

export function compileComplexGateway(node: SourceNode, { report }: CompileContext): ComplexGateway {
  const condition = childOf(node.element, 'activationCondition');
  return {
    ...nodeBase(node),
    type: 'complexGateway',
    activationCondition:
      condition === null ? null : formalExpression(condition, 'activation condition', node.id, report),
    defaultFlowId: defaultFlowOf(node),
  };
}

export function compileEventBasedGateway(node: SourceNode): EventBasedGateway {
  return {
    ...nodeBase(node),
    type: 'eventBasedGateway',
    instantiate: flagOf(node.element, 'instantiate'),
    parallel: node.element.get('eventGatewayType') === 'Parallel',
  };
}
