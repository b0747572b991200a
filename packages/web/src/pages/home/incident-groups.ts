import type { Incident } from '@wbpm/contract';

export interface IncidentGroup {
  readonly key: string;
  readonly message: string;
  readonly processName: string;
  readonly incidents: readonly Incident[];
  readonly firstSeen: string;
}

/** Incidents with the same message at the same element, the largest group first. */
export function groupIncidents(incidents: readonly Incident[]): readonly IncidentGroup[] {
  const groups = new Map<string, Incident[]>();
  for (const incident of incidents) {
    const key = [incident.process_id, incident.element_id, incident.message].join('\n');
    groups.set(key, [...(groups.get(key) ?? []), incident]);
  }
  return [...groups]
    .flatMap(([key, members]) => {
      const [first, ...others] = members.toSorted((left, right) =>
        left.created_at.localeCompare(right.created_at),
      );
      return first === undefined
        ? []
        : [
            {
              key,
              message: first.message,
              processName: first.process_name,
              incidents: [first, ...others],
              firstSeen: first.created_at,
            },
          ];
    })
    .sort((left, right) => right.incidents.length - left.incidents.length);
}
