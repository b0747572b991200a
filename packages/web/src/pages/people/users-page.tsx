import { Button } from '@mantine/core';
import { IconUserPlus, IconUsers } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMay } from '../../api/me.ts';
import { usersQuery } from '../../api/people-queries.ts';
import { Loaded } from '../../components/loaded.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { SkeletonRows } from '../../ui/skeleton-rows.tsx';
import { ListMore } from './list-more.tsx';
import { NewUser } from './new-user.tsx';
import { PeopleFrame } from './people-frame.tsx';
import { UserFilters } from './user-filters.tsx';
import { UserSheet } from './user-sheet.tsx';
import { UserTable } from './user-table.tsx';

const route = getRouteApi('/people/users');

export function UsersPage() {
  const { q, status, open, create } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  const pages = useInfiniteQuery(usersQuery({ search: q, status }));
  const filtered = q !== undefined || status !== undefined;
  const close = () => void navigate({ search: ({ open: _open, create: _create, ...list }) => list });
  const startCreating = () => void navigate({ search: (search) => ({ ...search, create: true as const }) });

  return (
    <PeopleFrame
      tab="Users"
      action={
        may('user_create') ? (
          <Button leftSection={<IconUserPlus size={16} stroke={1.5} aria-hidden />} onClick={startCreating}>
            Create user
          </Button>
        ) : undefined
      }
    >
      <UserFilters
        q={q}
        status={status}
        onChange={(filter) => void navigate({ search: filter, replace: true })}
      />
      <Card flush>
        <Loaded
          query={pages}
          what="The users could not be loaded"
          skeleton={<SkeletonRows rows={6} height="var(--row)" label="Loading users" />}
        >
          {(data) => {
            const users = data.pages.flatMap((page) => page.users);
            if (users.length > 0) {
              return (
                <>
                  <UserTable users={users} />
                  <ListMore pages={pages} />
                </>
              );
            }
            return filtered ? (
              <Empty
                icon={IconUsers}
                title="No user matches"
                action={
                  <Button variant="default" onClick={() => void navigate({ search: {} })}>
                    Clear filters
                  </Button>
                }
              >
                Users are found by a part of their id or their name.
              </Empty>
            ) : (
              <Empty
                icon={IconUsers}
                title="No users yet"
                action={
                  may('user_create') ? <Button onClick={startCreating}>Create a user</Button> : undefined
                }
              >
                Those with an account of this server are listed here. Who comes from an identity provider has
                none.
              </Empty>
            );
          }}
        </Loaded>
      </Card>
      <NewUser opened={create === true} onClose={close} />
      <UserSheet userId={open ?? null} onClose={close} />
    </PeopleFrame>
  );
}
