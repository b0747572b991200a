import type { StartedInstance } from '@wbpm/contract';
import { type InstanceState, type JsonObject, type ProcessGraph, startTriggersOf } from '@wbpm/engine';
import { invalidField, Refusal } from '../access/refusal.ts';
import { requirePermission } from '../access/require-permission.ts';
import type { UseCase } from '../use-case.ts';
import { type Executed, execute } from './execute.ts';
import { requireDefinition } from './read-process.ts';

export interface StartRequest {
  readonly variables: JsonObject;
  readonly businessKey: string | null;
  /** Refuses the start while another instance of the process with this business key runs. */
  readonly uniqueBusinessKey: boolean;
  readonly startElement: string | null;
}

/** Answers when the instance has committed its first wait state, or its end. */
export async function startInstance(
  useCase: UseCase,
  id: string,
  request: StartRequest,
): Promise<Executed<StartedInstance>> {
  const { principal, runtime } = useCase;
  requirePermission(principal, 'process', 'start');
  const definition = await requireDefinition(useCase, id);
  if (definition.status === 'archived') {
    throw new Refusal('CONFLICT', `Expected process '${id}' to be active, but it is archived`);
  }
  if (definition.status === 'suspended') {
    throw new Refusal('PROCESS_SUSPENDED', `Expected process '${id}' to be active, but it is suspended`);
  }
  if (request.uniqueBusinessKey && request.businessKey === null) {
    throw new Refusal('VALIDATION_FAILED', 'Expected a business_key to be unique, but found none');
  }
  const graph = await runtime.definitions.graph(principal.tenantId, definition.definitionId);
  const startElementId = startElementOf(graph, request.startElement);
  const instanceId = runtime.newId();
  return execute(
    useCase,
    instanceId,
    {
      type: 'startInstance',
      instanceId,
      definitionId: definition.definitionId,
      version: definition.version,
      businessKey: request.businessKey,
      startedBy: principal.userId,
      variables: request.variables,
      startElementId,
      triggerVariables: {},
      parent: null,
    },
    wireStarted,
    { uniqueKey: request.uniqueBusinessKey ? request.businessKey : null },
  );
}

/** Where the instance begins; null: where processes begin without a trigger. */
function startElementOf(graph: ProcessGraph, startElement: string | null): string | null {
  if (startElement === null) return null;
  const entries = graph.scopes.get(null)?.entries ?? [];
  if (entries.length === 1 && entries[0]?.id === startElement) return null;
  const able = [...entries.map(({ id }) => id), ...startTriggersOf(graph).map(({ elementId }) => elementId)];
  if (able.includes(startElement)) return startElement;
  const message = `Expected start_element to be one of ${able.join(', ')}, but found '${startElement}'`;
  throw invalidField('/start_element', message);
}

function wireStarted(state: InstanceState): StartedInstance {
  return {
    id: state.instanceId,
    instance_id: state.instanceId,
    process_id: state.processId,
    definition_id: state.definitionId,
    version: state.version,
    status: state.status,
    variables: { ...state.variables.get(state.instanceId) },
  };
}
