import type { StartedInstance } from '@wbpm/contract';
import type { InstanceState, JsonObject } from '@wbpm/engine';
import { Refusal } from '../access/refusal.ts';
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
  if (request.uniqueBusinessKey && request.businessKey === null) {
    throw new Refusal('VALIDATION_FAILED', 'Expected a business_key to be unique, but found none');
  }
  const { starts } = await runtime.definitions.graph(principal.tenantId, definition.definitionId);
  const start = starts.get(null);
  if (request.startElement !== null && request.startElement !== start?.id) {
    throw new Refusal(
      'VALIDATION_FAILED',
      `Expected start_element to be '${start?.id ?? ''}', but found '${request.startElement}'`,
      {
        findings: [
          {
            code: 'VALIDATION_FAILED',
            pointer: '/start_element',
            message: 'Expected a start event of the process',
          },
        ],
      },
    );
  }
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
      variables: request.variables,
    },
    wireStarted,
    { uniqueKey: request.uniqueBusinessKey ? request.businessKey : null },
  );
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
