/** What a diagram shows besides the model itself. */
export interface DiagramMarks {
  readonly active: readonly ActiveMark[];
  /** Finished activities and events. */
  readonly done: readonly string[];
  /** Sequence flows taken, in order. */
  readonly taken: readonly string[];
  readonly incidents: readonly IncidentMark[];
}

export interface ActiveMark {
  readonly elementId: string;
  readonly count: number;
}

export interface IncidentMark {
  readonly elementId: string;
  readonly message: string;
}

export const noMarks: DiagramMarks = { active: [], done: [], taken: [], incidents: [] };

interface History {
  readonly activeElements: readonly { readonly elementId: string }[];
  readonly activities: readonly { readonly elementId: string; readonly status: string }[];
  readonly incidents: readonly IncidentMark[];
  readonly takenFlows: readonly string[];
}

/** An element that is active again after a loop shows as active, not as done. */
export function marksOf(history: History): DiagramMarks {
  const counts = new Map<string, number>();
  for (const { elementId } of history.activeElements) counts.set(elementId, (counts.get(elementId) ?? 0) + 1);
  const finished = history.activities.filter((activity) => activity.status === 'completed');
  const done = new Set(finished.map((activity) => activity.elementId).filter((id) => !counts.has(id)));
  return {
    active: [...counts].map(([elementId, count]) => ({ elementId, count })),
    done: [...done],
    taken: [...new Set(history.takenFlows)],
    incidents: history.incidents.map(({ elementId, message }) => ({ elementId, message })),
  };
}
