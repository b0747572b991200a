import { Link } from '@tanstack/react-router';
import type { User } from '@wbpm/contract';
import { useRef } from 'react';
import { StateBadge } from '../../components/state-badge.tsx';
import table from '../../ui/table.module.css';
import { Tags } from '../../ui/tags.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { useNow } from '../../ui/use-now.ts';
import { useRowKeys } from '../../ui/use-row-keys.ts';
import { userState } from './user-state.ts';

export function UserTable({ users }: { readonly users: readonly User[] }) {
  const rows = useRef<HTMLTableElement>(null);
  const now = useNow();
  useRowKeys(rows);
  return (
    <table ref={rows} className={table.table}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">User</th>
          <th scope="col">State</th>
          <th scope="col">Roles</th>
          <th scope="col">Groups</th>
          <th scope="col">Last login</th>
        </tr>
      </thead>
      <tbody>
        {users.map((user) => (
          <tr key={user.user_id}>
            <td className={table.wide}>
              <Link
                from="/people/users"
                to="/people/users"
                search={(search) => ({ ...search, open: user.user_id })}
                className={table.rowLink}
                title={user.name}
                data-row
              >
                {user.name}
              </Link>
            </td>
            <td className={`${table.quiet} ${table.wide}`}>
              <code title={user.user_id}>{user.user_id}</code>
            </td>
            <td>
              <StateBadge state={userState(user, now)} plain />
            </td>
            <td title={user.roles.join(', ')}>
              <span className={table.term}>roles</span>
              <Tags names={user.roles} />
            </td>
            <td title={user.groups.join(', ')}>
              <span className={table.term}>groups</span>
              <Tags names={user.groups} />
            </td>
            <td className={table.quiet}>
              <span className={table.term}>last login</span>
              {user.last_login_at === null ? 'Never' : <TimeAgo at={user.last_login_at} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
