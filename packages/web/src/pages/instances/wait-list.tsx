import {
  type Icon,
  IconAlertTriangle,
  IconChecklist,
  IconClockHour3,
  IconHourglass,
  IconMail,
  IconRoute,
  IconSettingsAutomation,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { InstanceView } from '../../api/queries.ts';
import { useNow } from '../../ui/use-now.ts';
import { fullMoment } from '../../words/moments.ts';
import { type Wait, waitsOf } from '../../words/waits.ts';
import classes from './wait-list.module.css';

const icons: Readonly<Record<Wait['kind'], Icon>> = {
  task: IconChecklist,
  timer: IconClockHour3,
  message: IconMail,
  job: IconSettingsAutomation,
  incident: IconAlertTriangle,
  child: IconRoute,
  other: IconHourglass,
};

/** Why the instance stands where it stands, one sentence per wait. */
export function WaitList({ view }: { readonly view: InstanceView }) {
  const { instance, subscriptions, tasks } = view;
  const waits = waitsOf(
    { active: instance.active_elements, incidents: instance.incidents, subscriptions, tasks },
    useNow(),
  );
  if (waits.length === 0) return <p className={classes.none}>{endWords(instance)}</p>;
  return (
    <ul className={classes.list}>
      {waits.map((wait) => {
        const Icon = icons[wait.kind];
        return (
          <li key={wait.key} className={classes.wait} data-kind={wait.kind}>
            <Icon size={18} stroke={1.5} aria-hidden />
            <div>
              <p className={classes.where}>{wait.where}</p>
              <p className={classes.reason}>{sentence(wait.reason)}</p>
              {wait.taskId === null ? null : (
                <Link to="/tasks/$taskId" params={{ taskId: wait.taskId }} className={classes.link}>
                  Open the task
                </Link>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

function endWords(instance: InstanceView['instance']): string {
  if (instance.end_time === null) return 'Nothing: it is at work right now.';
  return `Nothing: it ended on ${fullMoment(instance.end_time)}.`;
}
