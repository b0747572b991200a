import { Button } from '@mantine/core';
import classes from './list.module.css';

interface ListMoreProps {
  readonly pages: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => unknown;
  };
}

/** At the end of a list that goes on. */
export function ListMore({ pages }: ListMoreProps) {
  if (!pages.hasNextPage) return null;
  return (
    <div className={classes.more}>
      <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
        Show more
      </Button>
    </div>
  );
}
