import { Link } from '@tanstack/react-router';
import type { ProcessSummary } from '@wbpm/contract';
import { useRef } from 'react';
import { StateCount } from '../../components/state-count.tsx';
import table from '../../ui/table.module.css';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { useRowKeys } from '../../ui/use-row-keys.ts';

export function ProcessTable({ processes }: { readonly processes: readonly ProcessSummary[] }) {
  const rows = useRef<HTMLTableElement>(null);
  useRowKeys(rows);
  return (
    <table ref={rows} className={table.table}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Key</th>
          <th scope="col">Version</th>
          <th scope="col">Active</th>
          <th scope="col">Incident</th>
          <th scope="col">Completed</th>
          <th scope="col">Deployed</th>
        </tr>
      </thead>
      <tbody>
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
      </tbody>
    </table>
  );
}
