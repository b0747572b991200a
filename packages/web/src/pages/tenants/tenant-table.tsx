import { Link } from '@tanstack/react-router';
import type { Tenant } from '@wbpm/contract';
import { useRef } from 'react';
import { StateBadge } from '../../components/state-badge.tsx';
import table from '../../ui/table.module.css';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { useRowKeys } from '../../ui/use-row-keys.ts';

export function TenantTable({ tenants }: { readonly tenants: readonly Tenant[] }) {
  const rows = useRef<HTMLTableElement>(null);
  useRowKeys(rows);
  return (
    <table ref={rows} className={table.table}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Tenant</th>
          <th scope="col">State</th>
          <th scope="col">Created</th>
          <th scope="col">Created by</th>
        </tr>
      </thead>
      <tbody>
        {tenants.map((tenant) => (
          <tr key={tenant.tenant_id}>
            <td className={table.wide}>
              <Link
                to="/tenants"
                search={{ open: tenant.tenant_id }}
                className={table.rowLink}
                title={tenant.name}
                data-row
              >
                {tenant.name}
              </Link>
            </td>
            <td className={`${table.quiet} ${table.wide}`}>
              <code title={tenant.tenant_id}>{tenant.tenant_id}</code>
            </td>
            <td>
              <StateBadge state={tenant.status} plain />
            </td>
            <td className={table.quiet}>
              <span className={table.term}>created</span>
              <TimeAgo at={tenant.created_at} />
            </td>
            <td className={table.quiet}>
              <span className={table.term}>by</span>
              {tenant.created_by}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
