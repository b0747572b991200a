import { Button } from '@mantine/core';
import { IconRoute } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type InstanceFilter, instancesQuery } from '../../api/queries.ts';
import { Loaded } from '../../components/loaded.tsx';
import { Empty } from '../../ui/empty.tsx';
import { SkeletonRows } from '../../ui/skeleton-rows.tsx';
import classes from './instance-list.module.css';
import { InstanceTable } from './instance-table.tsx';

interface InstanceListProps {
  readonly filter: InstanceFilter;
  readonly withProcess?: boolean;
  /** Shown when no instance matches. */
  readonly empty: ReactNode;
}

/** Instances page by page. */
export function InstanceList({ filter, withProcess = false, empty }: InstanceListProps) {
  const pages = useInfiniteQuery(instancesQuery(filter));
  return (
    <Loaded
      query={pages}
      what="The instances could not be loaded"
      skeleton={<SkeletonRows rows={8} height="var(--row)" label="Loading instances" />}
    >
      {(data) => {
        const instances = data.pages.flatMap((page) => page.instances);
        if (instances.length === 0) return empty;
        return (
          <>
            <InstanceTable instances={instances} withProcess={withProcess} />
            {pages.hasNextPage ? (
              <div className={classes.more}>
                <Button
                  variant="default"
                  loading={pages.isFetchingNextPage}
                  onClick={() => void pages.fetchNextPage()}
                >
                  Show more
                </Button>
              </div>
            ) : null}
          </>
        );
      }}
    </Loaded>
  );
}

export function NoInstances({
  children,
  action,
}: {
  readonly children: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <Empty icon={IconRoute} title="No instances" action={action}>
      {children}
    </Empty>
  );
}
