import { Link } from '@tanstack/react-router';
import type { InstanceSummary } from '@wbpm/contract';
import { StateBadge } from '../../components/state-badge.tsx';
import { middleEllipsis } from '../../ui/middle-ellipsis.ts';
import { RowTable } from '../../ui/row-table.tsx';
import table from '../../ui/table.module.css';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { useNow } from '../../ui/use-now.ts';
import { durationWords } from '../../words/durations.ts';
import { instanceState } from '../../words/instance-state.ts';

interface InstanceTableProps {
  readonly instances: readonly InstanceSummary[];
  /** Left out where all rows are of one process. */
  readonly withProcess?: boolean;
}

export function InstanceTable({ instances, withProcess = false }: InstanceTableProps) {
  return (
    <RowTable
      columns={[
        'Business key',
        'State',
        ...(withProcess ? ['Process'] : []),
        'Version',
        'Started',
        { numbers: 'Duration' },
      ]}
    >
      {instances.map((instance) => (
        <Row key={instance.instance_id} instance={instance} withProcess={withProcess} />
      ))}
    </RowTable>
  );
}

function Row({
  instance,
  withProcess,
}: {
  readonly instance: InstanceSummary;
  readonly withProcess: boolean;
}) {
  const now = useNow();
  const end = instance.end_time === null ? now : Date.parse(instance.end_time);
  return (
    <tr>
      <td className={table.wide}>
        <Link
          to="/instances/$instanceId"
          params={{ instanceId: instance.instance_id }}
          className={table.rowLink}
          data-row
          title={instance.business_key ?? instance.instance_id}
        >
          {instance.business_key ?? <code>{middleEllipsis(instance.instance_id, 18)}</code>}
        </Link>
      </td>
      <td>
        <StateBadge state={instanceState(instance)} plain />
      </td>
      {withProcess ? <td title={instance.process_name}>{instance.process_name}</td> : null}
      <td className={table.quiet}>
        <span className={table.term}>version</span>
        {instance.version}
      </td>
      <td className={table.quiet}>
        <TimeAgo at={instance.start_time} />
      </td>
      <td className={`${table.quiet} ${table.number}`}>
        <span className={table.term}>{instance.end_time === null ? 'running' : 'took'}</span>
        {durationWords(end - Date.parse(instance.start_time))}
      </td>
    </tr>
  );
}
