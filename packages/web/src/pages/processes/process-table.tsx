import { Link } from '@tanstack/react-router';
import type { ProcessSummary } from '@wbpm/contract';
import { StateCount } from '../../components/state-count.tsx';
import { RowTable } from '../../ui/row-table.tsx';
import table from '../../ui/table.module.css';
import { TimeAgo } from '../../ui/time-ago.tsx';

export function ProcessTable({ processes }: { readonly processes: readonly ProcessSummary[] }) {
  return (
    <RowTable columns={['Name', 'Key', 'Version', 'Active', 'Incident', 'Completed', 'Deployed']}>
      {processes.map((process) => (
        <tr key={process.process_id}>
          <td className={table.wide}>
            <Link
              to="/processes/$processId"
              params={{ processId: process.process_id }}
              className={table.rowLink}
              title={process.name}
              data-row
            >
              {process.name}
            </Link>
          </td>
          <td className={`${table.quiet} ${table.wide}`}>
            <code title={process.process_id}>{process.process_id}</code>
          </td>
          <td className={table.quiet}>
            <span className={table.term}>version</span>
            {process.version}
          </td>
          <td>
            <StateCount state="active" count={process.instances.active} />
          </td>
          <td>
            <StateCount state="incident" count={process.instances.incident} />
          </td>
          <td>
            <StateCount state="completed" count={process.instances.completed} />
          </td>
          <td className={table.quiet}>
            <TimeAgo at={process.created_at} />
          </td>
        </tr>
      ))}
    </RowTable>
  );
}
