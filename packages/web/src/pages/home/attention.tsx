import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { IncidentList } from '@wbpm/contract';
import { Loaded } from '../../components/loaded.tsx';
import { Card } from '../../ui/card.tsx';
import { SkeletonRows } from '../../ui/skeleton-rows.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { counted } from '../../words/plural.ts';
import classes from './attention.module.css';
import { groupIncidents, type IncidentGroup } from './incident-groups.ts';

interface AttentionProps {
  readonly incidents: {
    readonly data: IncidentList | undefined;
    readonly isPending: boolean;
    readonly error: unknown;
    readonly refetch: () => unknown;
  };
}

/** What is broken, grouped by failure. */
export function Attention({ incidents }: AttentionProps) {
  return (
    <Card
      flush
      title="Needs attention"
      aside={
        <Link to="/instances" search={{ status: 'incident' }}>
          All incidents
        </Link>
      }
    >
      <Loaded
        query={incidents}
        what="The incidents could not be loaded"
        skeleton={<SkeletonRows rows={1} height={56} label="Loading incidents" />}
      >
        {(data) =>
          data.incidents.length === 0 ? (
            <p className={classes.none}>
              <IconCircleCheck size={18} stroke={1.5} aria-hidden />
              No incidents: nothing waits for a repair.
            </p>
          ) : (
            <ul>
              {groupIncidents(data.incidents).map((group) => (
                <Group key={group.key} group={group} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}

function Group({ group }: { readonly group: IncidentGroup }) {
  const only = group.incidents.length === 1 ? group.incidents[0] : undefined;
  const words = (
    <>
      {counted(group.incidents.length, 'instance')} of {group.processName}
    </>
  );
  return (
    <li className={classes.group}>
      <IconAlertTriangle size={18} stroke={1.5} aria-label="Incident" className={classes.icon} />
      <div className={classes.words}>
        <p className={classes.message} title={group.message}>
          {group.message}
        </p>
        {only === undefined ? (
          <Link to="/instances" search={{ status: 'incident' }}>
            {words}
          </Link>
        ) : (
          <Link to="/instances/$instanceId" params={{ instanceId: only.instance_id }}>
            {words}
          </Link>
        )}
      </div>
      <span className={classes.since}>
        <TimeAgo at={group.firstSeen} />
      </span>
    </li>
  );
}
