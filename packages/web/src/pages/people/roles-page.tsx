import { Button } from '@mantine/core';
import { IconShieldPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMay } from '../../api/me.ts';
import { rolesQuery } from '../../api/people-queries.ts';
import { Loaded } from '../../components/loaded.tsx';
import { Card } from '../../ui/card.tsx';
import { SkeletonRows } from '../../ui/skeleton-rows.tsx';
import { NewRole } from './new-role.tsx';
import { PeopleFrame } from './people-frame.tsx';
import { RoleSheet } from './role-sheet.tsx';
import { RoleTable } from './role-table.tsx';

const route = getRouteApi('/people/roles');

/** Never empty: some roles every tenant has. */
export function RolesPage() {
  const { open, create } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  const roles = useQuery(rolesQuery());
  const close = () => void navigate({ search: {} });

  return (
    <PeopleFrame
      tab="Roles"
      action={
        may('role_create') ? (
          <Button
            leftSection={<IconShieldPlus size={16} stroke={1.5} aria-hidden />}
            onClick={() => void navigate({ search: { create: true } })}
          >
            Create role
          </Button>
        ) : undefined
      }
    >
      <Card flush>
        <Loaded
          query={roles}
          what="The roles could not be loaded"
          skeleton={<SkeletonRows rows={4} height="var(--row)" label="Loading roles" />}
        >
          {(data) => <RoleTable roles={data.roles} />}
        </Loaded>
      </Card>
      <NewRole roles={roles.data?.roles ?? []} opened={create === true} onClose={close} />
      <RoleSheet roles={roles.data?.roles ?? null} roleId={open ?? null} onClose={close} />
    </PeopleFrame>
  );
}
