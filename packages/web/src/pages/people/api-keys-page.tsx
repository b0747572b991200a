import { Button } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMay } from '../../api/me.ts';
import { apiKeysQuery } from '../../api/people-queries.ts';
import { Loaded } from '../../components/loaded.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { SkeletonRows } from '../../ui/skeleton-rows.tsx';
import { KeyTable } from './key-table.tsx';
import { ListMore } from './list-more.tsx';
import { NewKey } from './new-key.tsx';
import { PeopleFrame } from './people-frame.tsx';

const route = getRouteApi('/people/api-keys');

export function ApiKeysPage() {
  const { create } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  const pages = useInfiniteQuery(apiKeysQuery());
  const startCreating = () => void navigate({ search: { create: true } });

  return (
    <PeopleFrame
      tab="API keys"
      action={
        may('api_key_create') ? (
          <Button leftSection={<IconKey size={16} stroke={1.5} aria-hidden />} onClick={startCreating}>
            Create key
          </Button>
        ) : undefined
      }
    >
      <Card flush>
        <Loaded
          query={pages}
          what="The API keys could not be loaded"
          skeleton={<SkeletonRows rows={4} height="var(--row)" label="Loading API keys" />}
        >
          {(data) => {
            const keys = data.pages.flatMap((page) => page.api_keys);
            return keys.length > 0 ? (
              <>
                <KeyTable keys={keys} />
                <ListMore pages={pages} />
              </>
            ) : (
              <Empty
                icon={IconKey}
                title="No API keys yet"
                action={
                  may('api_key_create') ? <Button onClick={startCreating}>Create a key</Button> : undefined
                }
              >
                Workers and other programs call this server with a key of their own.
              </Empty>
            );
          }}
        </Loaded>
      </Card>
      <NewKey opened={create === true} onClose={() => void navigate({ search: {} })} />
    </PeopleFrame>
  );
}
