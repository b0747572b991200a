import { Link } from '@tanstack/react-router';
import type { User } from '@wbpm/contract';
import { StateBadge } from '../../components/state-badge.tsx';
import { RowTable } from '../../ui/row-table.tsx';
import table from '../../ui/table.module.css';
import { Tags } from '../../ui/tags.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { useNow } from '../../ui/use-now.ts';
import { userState } from './user-state.ts';

export function UserTable({ users }: { readonly users: readonly User[] }) {
  const now = useNow();
  return (
    <RowTable columns={['Name', 'User', 'State', 'Roles', 'Groups', 'Last login']}>
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
    </RowTable>
  );
}
