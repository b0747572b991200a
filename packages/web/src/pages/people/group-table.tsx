import { Link } from '@tanstack/react-router';
import type { Group } from '@wbpm/contract';
import { RowTable } from '../../ui/row-table.tsx';
import table from '../../ui/table.module.css';
import { Tags } from '../../ui/tags.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';

export function GroupTable({ groups }: { readonly groups: readonly Group[] }) {
  return (
    <RowTable columns={['Name', 'Group', { numbers: 'Members' }, 'Roles', 'Created']}>
      {groups.map((group) => (
        <tr key={group.group_id}>
          <td className={table.wide}>
            <Link
              to="/people/groups"
              search={{ open: group.group_id }}
              className={table.rowLink}
              title={group.name}
              data-row
            >
              {group.name}
            </Link>
          </td>
          <td className={`${table.quiet} ${table.wide}`}>
            <code title={group.group_id}>{group.group_id}</code>
          </td>
          <td className={table.number}>
            <span className={table.term}>members</span>
            {group.members}
          </td>
          <td title={group.roles.join(', ')}>
            <span className={table.term}>roles</span>
            <Tags names={group.roles} />
          </td>
          <td className={table.quiet}>
            <span className={table.term}>created</span>
            <TimeAgo at={group.created_at} />
          </td>
        </tr>
      ))}
    </RowTable>
  );
}
