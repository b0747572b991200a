import type { ActivityNode, CatchingNode, FlowNode, VariableMapping } from '@wbpm/engine';
import type { Content } from './activity.ts';
import { triggerFrom } from './read-event.ts';
import { loopFrom } from './read-loop.ts';
import { mappingsFrom, onlyIf } from './reading.ts';

/** What an activity's document depends on beside its own node. */
export interface ReadingAround {
  /** What a subprocess holds. */
  readonly contentOf: (scopeId: string) => Content;
  /** The group that the lane around a user task gives it where it names nobody. */
  readonly impliedGroupOf: (nodeId: string) => string | null;
  /** How the activity names its default flow. */
  readonly defaultOf: (node: {
    readonly id: string;
    readonly defaultFlowId: string | null;
  }) => string | undefined;
  /** The name of the link that leads to the catching event. */
  readonly linkNameOf: (targetId: string) => string;
}

/** What every node says of itself. */
export function base(node: FlowNode) {
  return {
    id: node.id,
    // Named here for its place in the text; each reader says which type it is.
    type: node.type,
    name: node.name ?? undefined,
    documentation: node.documentation ?? undefined,
    async_before: onlyIf(node.asyncBefore),
    async_after: onlyIf(node.asyncAfter),
  };
}

type MappedNode = FlowNode & {
  readonly inputs: readonly VariableMapping[];
  readonly outputs: readonly VariableMapping[];
  readonly resultsStayLocal: boolean;
};

/** What events and activities say. */
export function mapped(node: MappedNode) {
  return {
    ...base(node),
    inputs: mappingsFrom(node.inputs),
    outputs: mappingsFrom(node.outputs),
    results_stay_local: onlyIf(node.resultsStayLocal),
  };
}

export function catching(node: CatchingNode) {
  return {
    ...mapped(node),
    triggers: node.triggers.length === 0 ? undefined : node.triggers.map(triggerFrom),
    parallel_multiple: onlyIf(node.parallelMultiple),
  };
}

/** What every activity says. */
export function working(node: ActivityNode, around: ReadingAround) {
  return {
    ...mapped(node),
    default: around.defaultOf(node),
    loop: loopFrom(node.loop),
    for_compensation: onlyIf(node.forCompensation),
    compensation_handler: node.compensationHandlerId ?? undefined,
    start_quantity: node.startQuantity,
    completion_quantity: node.completionQuantity,
  };
}
