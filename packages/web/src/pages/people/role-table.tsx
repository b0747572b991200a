import { Link } from '@tanstack/react-router';
import type { Role } from '@wbpm/contract';
import { RowTable } from '../../ui/row-table.tsx';
import table from '../../ui/table.module.css';
import { permissionGroups } from '../../words/permissions.ts';

export function RoleTable({ roles }: { readonly roles: readonly Role[] }) {
  return (
    <RowTable columns={['Name', 'Role', 'Kind', { numbers: 'Permissions' }, 'About']}>
      {roles.map((role) => {
        const about = permissionGroups(role.permissions)
          .map((group) => group.label)
          .join(', ');
        return (
          <tr key={role.role_id}>
            <td className={table.wide}>
              <Link
                to="/people/roles"
                search={{ open: role.role_id }}
                className={table.rowLink}
                title={role.name}
                data-row
              >
                {role.name}
              </Link>
            </td>
            <td className={table.quiet}>
              <code>{role.role_id}</code>
            </td>
            <td className={table.quiet}>{role.built_in ? 'Built in' : 'Your own'}</td>
            <td className={table.number}>
              <span className={table.term}>permissions</span>
              {role.permissions.length}
            </td>
            <td className={`${table.quiet} ${table.wide}`} title={about}>
              {about}
            </td>
          </tr>
        );
      })}
    </RowTable>
  );
}
