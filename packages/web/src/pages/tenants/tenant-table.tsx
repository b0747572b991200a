import { Link } from '@tanstack/react-router';
import type { Tenant } from '@wbpm/contract';
import { StateBadge } from '../../components/state-badge.tsx';
import { RowTable } from '../../ui/row-table.tsx';
import table from '../../ui/table.module.css';
import { TimeAgo } from '../../ui/time-ago.tsx';

export function TenantTable({ tenants }: { readonly tenants: readonly Tenant[] }) {
  return (
    <RowTable columns={['Name', 'Tenant', 'State', 'Created', 'Created by']}>
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
    </RowTable>
  );
}
