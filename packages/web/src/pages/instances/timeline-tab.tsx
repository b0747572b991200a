import type { Activity, InstanceIncident } from '@wbpm/contract';
import { type State, StateBadge } from '../../components/state-badge.tsx';
import table from '../../ui/table.module.css';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { useNow } from '../../ui/use-now.ts';
import { durationWords } from '../../words/durations.ts';
import { elementTypeWords } from '../../words/element-types.ts';

const states: Readonly<Record<Activity['status'], State>> = {
  active: 'active',
  completed: 'completed',
  terminated: 'cancelled',
  failed: 'failed',
};

interface TimelineTabProps {
  readonly activities: readonly Activity[];
  readonly incidents: readonly InstanceIncident[];
}

/** What ran, in the order it started. */
export function TimelineTab({ activities, incidents }: TimelineTabProps) {
  const failing = new Set(incidents.map((incident) => incident.element_instance_id));
  const now = useNow(1000);
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">Element</th>
          <th scope="col">State</th>
          <th scope="col">Type</th>
          <th scope="col">Started</th>
          <th scope="col" className={table.number}>
            Duration
          </th>
        </tr>
      </thead>
      <tbody>
        {activities.map((activity) => {
          const end = activity.end_time === null ? now : Date.parse(activity.end_time);
          return (
            <tr key={activity.element_instance_id}>
              <td className={table.wide}>{activity.name ?? activity.element_id}</td>
              <td>
                <StateBadge
                  state={failing.has(activity.element_instance_id) ? 'incident' : states[activity.status]}
                  plain
                />
              </td>
              <td className={table.quiet}>{elementTypeWords(activity.type)}</td>
              <td className={table.quiet}>
                <TimeAgo at={activity.start_time} />
              </td>
              <td className={`${table.quiet} ${table.number}`}>
                {durationWords(end - Date.parse(activity.start_time))}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
