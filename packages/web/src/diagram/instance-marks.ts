import type { JournalEvent } from '@wbpm/contract';
import type { InstanceView } from '../api/queries.ts';
import { type DiagramMarks, marksOf } from './marks.ts';

/** What the diagram shows of one instance. */
export function instanceMarks(view: InstanceView): DiagramMarks {
  return marksOf({
    activeElements: view.instance.active_elements.map((element) => ({ elementId: element.element_id })),
    activities: view.activities.map((activity) => ({
      elementId: activity.element_id,
      status: activity.status,
    })),
    incidents: view.instance.incidents.map((incident) => ({
      elementId: incident.element_id,
      message: incident.message,
    })),
    takenFlows: takenFlows(view.events),
  });
}

/** The flow by which each element was reached. */
export function takenFlows(events: readonly JournalEvent[]): readonly string[] {
  return events.flatMap((event) => {
    const flow = event.data['flow_id'] ?? event.data['flowId'];
    return event.type === 'elementReady' && typeof flow === 'string' ? [flow] : [];
  });
}
