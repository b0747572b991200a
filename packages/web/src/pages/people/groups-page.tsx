import { Button } from '@mantine/core';
import { IconUsersGroup, IconUsersPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMay } from '../../api/me.ts';
import { groupsQuery } from '../../api/people-queries.ts';
import { Loaded } from '../../components/loaded.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { SkeletonRows } from '../../ui/skeleton-rows.tsx';
import { GroupSheet } from './group-sheet.tsx';
import { GroupTable } from './group-table.tsx';
import { ListMore } from './list-more.tsx';
import { NewGroup } from './new-group.tsx';
import { PeopleFrame } from './people-frame.tsx';

const route = getRouteApi('/people/groups');

export function GroupsPage() {
  const { open, create } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  const pages = useInfiniteQuery(groupsQuery());
  const close = () => void navigate({ search: {} });
  const startCreating = () => void navigate({ search: { create: true } });

  return (
    <PeopleFrame
      tab="Groups"
      action={
        may('group_create') ? (
          <Button leftSection={<IconUsersPlus size={16} stroke={1.5} aria-hidden />} onClick={startCreating}>
            Create group
          </Button>
        ) : undefined
      }
    >
      <Card flush>
        <Loaded
          query={pages}
          what="The groups could not be loaded"
          skeleton={<SkeletonRows rows={4} height="var(--row)" label="Loading groups" />}
        >
          {(data) => {
            const groups = data.pages.flatMap((page) => page.groups);
            return groups.length > 0 ? (
              <>
                <GroupTable groups={groups} />
                <ListMore pages={pages} />
              </>
            ) : (
              <Empty
                icon={IconUsersGroup}
                title="No groups yet"
                action={
                  may('group_create') ? <Button onClick={startCreating}>Create a group</Button> : undefined
                }
              >
                Those in a group can claim the same tasks, and have the roles of the group.
              </Empty>
            );
          }}
        </Loaded>
      </Card>
      <NewGroup opened={create === true} onClose={close} />
      <GroupSheet groupId={open ?? null} onClose={close} />
    </PeopleFrame>
  );
}
