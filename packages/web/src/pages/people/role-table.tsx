import { Link } from '@tanstack/react-router';
import type { Role } from '@wbpm/contract';
import { useRef } from 'react';
import table from '../../ui/table.module.css';
import { useRowKeys } from '../../ui/use-row-keys.ts';
import { permissionGroups } from '../../words/permissions.ts';

export function RoleTable({ roles }: { readonly roles: readonly Role[] }) {
  const rows = useRef<HTMLTableElement>(null);
  useRowKeys(rows);
  return (
    <table ref={rows} className={table.table}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Role</th>
          <th scope="col">Kind</th>
          <th scope="col" className={table.number}>
            Permissions
          </th>
          <th scope="col">About</th>
        </tr>
      </thead>
      <tbody>
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
      </tbody>
    </table>
  );
}
