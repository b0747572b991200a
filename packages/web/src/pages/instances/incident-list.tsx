import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { incidentsQuery } from '../../api/queries.ts';
import { Loaded } from '../../components/loaded.tsx';
import { StateBadge } from '../../components/state-badge.tsx';
import { Empty } from '../../ui/empty.tsx';
import { RowTable } from '../../ui/row-table.tsx';
import { SkeletonRows } from '../../ui/skeleton-rows.tsx';
import table from '../../ui/table.module.css';
import { TimeAgo } from '../../ui/time-ago.tsx';

/** Open incidents, each the way to the instance that has it. */
export function IncidentList({ processId }: { readonly processId: string | undefined }) {
  const incidents = useQuery(incidentsQuery());
  return (
    <Loaded
      query={incidents}
      what="The incidents could not be loaded"
      skeleton={<SkeletonRows rows={4} height="var(--row)" label="Loading incidents" />}
    >
      {(data) => {
        const shown = data.incidents.filter(
          (incident) => processId === undefined || incident.process_id === processId,
        );
        if (shown.length === 0) {
          return (
            <Empty icon={IconCircleCheck} title="No open incidents">
              Nothing waits for a repair.
            </Empty>
          );
        }
        return (
          <RowTable columns={['Message', 'State', 'Process', 'Element', 'Since']}>
            {shown.map((incident) => (
              <tr key={incident.incident_id}>
                <td className={table.wide}>
                  <Link
                    to="/instances/$instanceId"
                    params={{ instanceId: incident.instance_id }}
                    className={table.rowLink}
                    title={incident.message}
                    data-row
                  >
                    {incident.message}
                  </Link>
                </td>
                <td>
                  <StateBadge state="incident" plain />
                </td>
                <td>{incident.process_name}</td>
                <td className={table.quiet}>{incident.element_id}</td>
                <td className={table.quiet}>
                  <TimeAgo at={incident.created_at} />
                </td>
              </tr>
            ))}
          </RowTable>
        );
      }}
    </Loaded>
  );
}
