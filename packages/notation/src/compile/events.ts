import type {
  BoundaryEvent,
  EndEvent,
  IntermediateCatchEvent,
  IntermediateThrowEvent,
  StartEvent,
} from '@wbpm/engine';
import { childOf, flagOf, idOf } from '../moddle.ts';
import type { SourceNode } from '../source-graph.ts';
import type { CompileContext } from './context.ts';
import { formOf } from './form.ts';
import { mappedBase } from './node-base.ts';
import { throwsOf } from './throws.ts';
import { triggersOf } from './triggers.ts';

function catching(node: SourceNode, context: CompileContext) {
  return {
    ...mappedBase(node, context),
    triggers: triggersOf(node, context),
    parallelMultiple: flagOf(node.element, 'parallelMultiple'),
  };
}

export function compileStartEvent(node: SourceNode, context: CompileContext): StartEvent {
  return {
    ...catching(node, context),
    type: 'startEvent',
    interrupting: node.element.get('isInterrupting') !== false,
    form: formOf(node.element, node.id, context.report),
  };
}

export function compileEndEvent(node: SourceNode, context: CompileContext): EndEvent {
  return { ...mappedBase(node, context), type: 'endEvent', throws: throwsOf(node, context) };
}

export function compileCatchEvent(node: SourceNode, context: CompileContext): IntermediateCatchEvent {
  return { ...catching(node, context), type: 'intermediateCatchEvent' };
}

export function compileThrowEvent(node: SourceNode, context: CompileContext): IntermediateThrowEvent {
  return { ...mappedBase(node, context), type: 'intermediateThrowEvent', throws: throwsOf(node, context) };
}

/** One attached to nothing keeps an empty id, which the checks find. */
export function compileBoundaryEvent(node: SourceNode, context: CompileContext): BoundaryEvent {
  const host = childOf(node.element, 'attachedToRef');
  return {
    ...catching(node, context),
    type: 'boundaryEvent',
    attachedToId: (host === null ? null : idOf(host)) ?? '',
    interrupting: node.element.get('cancelActivity') !== false,
  };
}
