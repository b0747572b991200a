import type { InstanceDetail, InstanceIncident } from '@wbpm/contract';

export type RetryOutcome =
  | { readonly kind: 'running' }
  | { readonly kind: 'failed-again'; readonly message: string }
  | { readonly kind: 'moved-on' };

/** What became of a retry, judged by the instance and not by the answer to the request. */
export function retryOutcome(
  tried: Pick<InstanceIncident, 'incident_id' | 'element_id'>,
  now: Pick<InstanceDetail, 'incidents' | 'active_elements'>,
): RetryOutcome {
  if (now.incidents.some((incident) => incident.incident_id === tried.incident_id))
    return { kind: 'running' };
  const again = now.incidents.find((incident) => incident.element_id === tried.element_id);
  if (again !== undefined) return { kind: 'failed-again', message: again.message };
  const still = now.active_elements.some((element) => element.element_id === tried.element_id);
  return still ? { kind: 'running' } : { kind: 'moved-on' };
}
