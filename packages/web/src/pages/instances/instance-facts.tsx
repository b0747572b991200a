import { Link } from '@tanstack/react-router';
import type { InstanceDetail } from '@wbpm/contract';
import { StateBadge } from '../../components/state-badge.tsx';
import { CopyId } from '../../ui/copy-id.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { useNow } from '../../ui/use-now.ts';
import { durationWords } from '../../words/durations.ts';
import { instanceState } from '../../words/instance-state.ts';
import classes from './instance-facts.module.css';

/** What an instance is, in one line. */
export function InstanceFacts({ instance }: { readonly instance: InstanceDetail }) {
  const now = useNow(1000);
  const end = instance.end_time === null ? now : Date.parse(instance.end_time);
  return (
    <div className={classes.facts}>
      <span aria-live="polite">
        <StateBadge state={instanceState(instance)} />
      </span>
      <Link to="/processes/$processId" params={{ processId: instance.definition_id }}>
        {instance.process_name}, version {instance.version}
      </Link>
      <span>
        started <TimeAgo at={instance.start_time} /> by {instance.started_by}
      </span>
      <span>
        {instance.end_time === null ? 'running for' : 'took'}{' '}
        {durationWords(end - Date.parse(instance.start_time))}
      </span>
      {instance.parent_instance_id === null ? null : (
        <Link to="/instances/$instanceId" params={{ instanceId: instance.parent_instance_id }}>
          called by another instance
        </Link>
      )}
      <CopyId value={instance.instance_id} label="instance id" />
    </div>
  );
}
