import type { BatchFilter, BatchOperation } from '@wbpm/contract';
import type { InstanceSelection } from '../store/batch-instances.ts';

/** The instances of the filter that the operation can do something to. */
export function selectionOf(operation: BatchOperation, filter: BatchFilter): InstanceSelection {
  const able = statusesOf(operation);
  const { status } = filter;
  return {
    statuses: status === undefined ? able : able.filter((one) => one === status),
    processId: filter.process_id ?? null,
    definitionId: filter.definition_id ?? null,
    version: filter.version ?? null,
    businessKey: filter.business_key ?? null,
    hasIncident: operation === 'resolve_incidents' ? true : (filter.has_incident ?? null),
    startedBefore: filter.started_before === undefined ? null : Date.parse(filter.started_before),
    elementId: filter.element_id ?? null,
    instanceIds: filter.instance_ids ?? null,
  };
}

function statusesOf(operation: BatchOperation): InstanceSelection['statuses'] {
  switch (operation) {
    case 'suspend':
    case 'resolve_incidents':
      return ['active'];
    case 'resume':
      return ['suspended'];
    case 'cancel':
    case 'migrate':
    case 'modify':
    case 'set_variables':
      return ['active', 'suspended'];
  }
}
