import type { ParallelGateway, SubProcess, VariableMapping } from '@wbpm/engine';
import { childOf, documentationOf, flagOf, idOf, nameOf } from '../moddle.ts';
import type { SourceNode } from '../source-graph.ts';
import type { CompileContext } from './context.ts';
import { dataMappingsOf } from './data-associations.ts';
import { compileLoop } from './loop.ts';
import { mappingsOf } from './mappings.ts';

/** What every compiled node carries. */
export function nodeBase(node: SourceNode): Omit<ParallelGateway, 'type'> {
  return {
    id: node.id,
    name: nameOf(node.element),
    documentation: documentationOf(node.element),
    scopeId: node.scope.id,
    asyncBefore: flagOf(node.element, 'camunda:asyncBefore') || flagOf(node.element, 'camunda:async'),
    asyncAfter: flagOf(node.element, 'camunda:asyncAfter'),
  };
}

export function defaultFlowOf(node: SourceNode): string | null {
  const flow = childOf(node.element, 'default');
  return flow === null ? null : idOf(flow);
}

type MappedBase = Omit<ParallelGateway, 'type'> & {
  readonly inputs: readonly VariableMapping[];
  readonly outputs: readonly VariableMapping[];
  readonly resultsStayLocal: boolean;
};

/** What events and activities carry: data associations move data before the vendor's parameters do. */
export function mappedBase(node: SourceNode, context: CompileContext): MappedBase {
  const data = dataMappingsOf(node, context);
  const own = mappingsOf(node.element, node.id, context);
  const askedFor = flagOf(node.element, 'apg:resultsStayLocal');
  return {
    ...nodeBase(node),
    inputs: [...data.inputs, ...own.inputs],
    outputs: [...own.outputs, ...data.outputs],
    // What a data output takes has its name within the activity alone.
    resultsStayLocal: askedFor || own.resultsStayLocal || data.outputs.length > 0,
  };
}

export type ActivityBase = Omit<SubProcess, 'type'>;

/** What every compiled activity carries; an activity of one token says nothing of quantities. */
export function activityBase(node: SourceNode, context: CompileContext): ActivityBase {
  return {
    ...mappedBase(node, context),
    defaultFlowId: defaultFlowOf(node),
    loop: compileLoop(node, context),
    forCompensation: flagOf(node.element, 'isForCompensation'),
    compensationHandlerId: context.compensationHandlers.get(node.id) ?? null,
    ...quantities(node),
  };
}

function quantities({ element }: SourceNode): Pick<ActivityBase, 'startQuantity' | 'completionQuantity'> {
  const several = (name: string): number | null => {
    const value: unknown = element.get(name);
    return typeof value === 'number' && value !== 1 ? value : null;
  };
  const [startQuantity, completionQuantity] = [several('startQuantity'), several('completionQuantity')];
  return {
    ...(startQuantity === null ? {} : { startQuantity }),
    ...(completionQuantity === null ? {} : { completionQuantity }),
  };
}
