import type { FlowNode, ProcessModel, SequenceFlow } from '@wbpm/engine';
import { groupBy } from '../grouped.ts';
import type { Content, Data, Flow } from './activity.ts';
import type { ProcessDocument } from './process-document.ts';
import { activityFrom } from './read-activity.ts';
import type { ReadingAround } from './read-node.ts';
import { given, optionalText } from './reading.ts';

/** What a document says and a compiled process does not. */
export interface BesideModel {
  /** The group that the lane around a user task gives it where it names nobody. */
  readonly impliedGroupOf: (nodeId: string) => string | null;
  readonly flowDocumentation: (flowId: string) => string | null;
}

const nothingBeside: BesideModel = { impliedGroupOf: () => null, flowDocumentation: () => null };

/** A compiled process in the words of the document: what is as usual is left out. */
export function documentOfModel(model: ProcessModel, beside: BesideModel = nothingBeside): ProcessDocument {
  return given({
    process_id: model.processId,
    name: model.name,
    description: model.documentation ?? undefined,
    version: model.versionTag,
    initiator: model.initiator,
    ...contentReader(model, beside)(null),
  });
}

function contentReader(model: ProcessModel, beside: BesideModel): (scopeId: string | null) => Content {
  const scopeOf = new Map(model.elements.map(({ id, scopeId }) => [id, scopeId]));
  const nodes = groupBy(model.elements, ({ scopeId }) => scopeId);
  // A flow drawn elsewhere is listed where it begins.
  const kept = model.flows.filter(({ sourceId, targetId }) => scopeOf.has(sourceId) && scopeOf.has(targetId));
  const flows = groupBy(kept, ({ sourceId }) => scopeOf.get(sourceId) ?? null);
  const data = groupBy(model.dataObjects, ({ scopeId }) => scopeId);
  const flowById = new Map(kept.map((flow) => [flow.id, flow]));
  const around: ReadingAround = {
    contentOf,
    impliedGroupOf: beside.impliedGroupOf,
    linkNameOf: (targetId) => linkNameIn(model.elements, targetId),
    defaultOf: ({ defaultFlowId }) => {
      const flow = defaultFlowId === null ? undefined : flowById.get(defaultFlowId);
      return flow !== undefined && isImpliedId(flow) ? flow.targetId : flow?.id;
    },
  };
  function contentOf(scopeId: string | null): Content {
    return given({
      activities: (nodes.get(scopeId) ?? []).map((node) => activityFrom(node, around)),
      flows: (flows.get(scopeId) ?? []).map((flow) => flowFrom(flow, beside)),
      data: data
        .get(scopeId)
        ?.map(
          ({ id, variable, initialValue }): Data =>
            given({ id, variable, value: optionalText(initialValue) }),
        ),
    });
  }
  return contentOf;
}

function linkNameIn(elements: readonly FlowNode[], targetId: string): string {
  const target = elements.find(({ id }) => id === targetId);
  const triggers = target?.type === 'intermediateCatchEvent' ? target.triggers : [];
  return triggers.flatMap((trigger) => (trigger.kind === 'link' ? [trigger.name] : []))[0] ?? '';
}

/** A flow between two elements has this id where the document gives none. */
function isImpliedId({ id, sourceId, targetId }: SequenceFlow): boolean {
  return id === `${sourceId}_to_${targetId}`;
}

function flowFrom(flow: SequenceFlow, beside: BesideModel): Flow {
  return given({
    id: isImpliedId(flow) ? undefined : flow.id,
    name: flow.name ?? undefined,
    documentation: beside.flowDocumentation(flow.id) ?? undefined,
    from: flow.sourceId,
    to: flow.targetId,
    condition: optionalText(flow.condition),
  });
}
