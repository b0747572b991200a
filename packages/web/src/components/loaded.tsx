import type { ReactNode } from 'react';
import { failureOf } from '../api/errors.ts';
import { FailurePanel } from './failure-panel.tsx';
import classes from './loaded.module.css';

interface LoadedProps<Data> {
  readonly query: {
    readonly data: Data | undefined;
    readonly isPending: boolean;
    readonly error: unknown;
    readonly refetch: () => unknown;
  };
  /** What failed, as a sentence without full stop. */
  readonly what: string;
  readonly skeleton: ReactNode;
  readonly children: (data: Data) => ReactNode;
}

/** A skeleton, then the data. After a failed reload the last good data stay, with a note. */
export function Loaded<Data>({ query, what, skeleton, children }: LoadedProps<Data>) {
  if (query.data !== undefined) {
    return (
      <>
        {query.error ? (
          <p className={classes.stale} role="status">
            {failureOf(query.error).message} What you see may be out of date.
          </p>
        ) : null}
        {children(query.data)}
      </>
    );
  }
  if (query.isPending) return skeleton;
  return <FailurePanel what={what} cause={query.error} onRetry={query.refetch} />;
}
