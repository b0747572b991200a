import { errorAt, type Report } from './finding.ts';
import { groupBy, pushTo } from './grouped.ts';
import { childOf, childrenOf, flagOf, idOf, type ModdleElement, tagOf } from './moddle.ts';

/** The process itself, or a subprocess in it. */
export interface SourceScope {
  readonly element: ModdleElement;
  /** Null for the process. */
  readonly id: string | null;
  readonly parent: SourceScope | null;
  /** 0 for the process. */
  readonly depth: number;
}

/** A flow node as written, executable or not. */
export interface SourceNode {
  readonly element: ModdleElement;
  readonly id: string;
  /** The tag: `userTask`, `boundaryEvent` … */
  readonly tag: string;
  readonly scope: SourceScope;
}

/** A sequence flow as written; an end is null where it names no flow node of the process. */
export interface SourceFlow {
  readonly element: ModdleElement;
  readonly id: string;
  readonly sourceId: string | null;
  readonly targetId: string | null;
  readonly hasCondition: boolean;
}

/** One written process, flattened, before anything is judged. */
export interface SourceGraph {
  readonly process: ModdleElement;
  readonly processId: string;
  readonly scopes: readonly SourceScope[];
  readonly nodes: ReadonlyMap<string, SourceNode>;
  /** The nodes each scope holds; none for an empty one. */
  readonly content: ReadonlyMap<SourceScope, readonly SourceNode[]>;
  readonly flows: readonly SourceFlow[];
  readonly outgoing: ReadonlyMap<string, readonly SourceFlow[]>;
  readonly incoming: ReadonlyMap<string, readonly SourceFlow[]>;
}

export function sourceGraphOf(process: ModdleElement, processId: string, report: Report): SourceGraph {
  const scopes: SourceScope[] = [{ element: process, id: null, parent: null, depth: 0 }];
  const nodes = new Map<string, SourceNode>();
  const flowElements: { element: ModdleElement; id: string }[] = [];
  // The list grows while it is walked: subprocesses found on the way are scopes to walk as well.
  for (const scope of scopes) {
    for (const element of childrenOf(scope.element, 'flowElements')) {
      if (!element.$instanceOf('bpmn:FlowNode') && element.$type !== 'bpmn:SequenceFlow') continue;
      const id = idOf(element);
      if (id === null) {
        const message = `Expected every flow element to have an id, but found a ${tagOf(element)} without`;
        report(errorAt(scope.id ?? processId, 'missing-id', message));
      } else if (element.$type === 'bpmn:SequenceFlow') {
        flowElements.push({ element, id });
      } else {
        nodes.set(id, { element, id, tag: tagOf(element), scope });
        if (element.$instanceOf('bpmn:SubProcess')) {
          scopes.push({ element, id, parent: scope, depth: scope.depth + 1 });
        }
      }
    }
  }
  const flows = flowElements.map(({ element, id }) => sourceFlow(element, id, nodes));
  return {
    process,
    processId,
    scopes,
    nodes,
    content: groupBy(nodes.values(), (node) => node.scope),
    flows,
    outgoing: byEnd(flows, (flow) => flow.sourceId),
    incoming: byEnd(flows, (flow) => flow.targetId),
  };
}

function sourceFlow(element: ModdleElement, id: string, nodes: ReadonlyMap<string, SourceNode>): SourceFlow {
  const end = (property: string) => {
    const target = childOf(element, property);
    const targetId = target === null ? null : idOf(target);
    return targetId !== null && nodes.has(targetId) ? targetId : null;
  };
  return {
    element,
    id,
    sourceId: end('sourceRef'),
    targetId: end('targetRef'),
    hasCondition: childOf(element, 'conditionExpression') !== null,
  };
}

/** The flows by the node at one of their ends, without those that have none there. */
function byEnd(
  flows: readonly SourceFlow[],
  endOf: (flow: SourceFlow) => string | null,
): ReadonlyMap<string, readonly SourceFlow[]> {
  const groups = new Map<string, SourceFlow[]>();
  for (const flow of flows) {
    const end = endOf(flow);
    if (end !== null) pushTo(groups, end, flow);
  }
  return groups;
}

/** Scopes that begin by themselves and go on until their content is done. */
export function startsWithStartEvent(scope: SourceScope): boolean {
  return scope.element.$type !== 'bpmn:AdHocSubProcess' && !flagOf(scope.element, 'triggeredByEvent');
}
