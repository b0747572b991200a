import { Button } from '@mantine/core';
import {
  type Icon,
  IconAlertTriangle,
  IconLock,
  IconMapPinOff,
  IconPlugConnectedX,
  IconRefresh,
} from '@tabler/icons-react';
import { type Failure, failureOf } from '../api/errors.ts';
import { CopyId } from '../ui/copy-id.tsx';
import classes from './failure-panel.module.css';

interface FailurePanelProps {
  readonly what: string;
  readonly cause: unknown;
  readonly onRetry: () => unknown;
}

const icons: Readonly<Record<Failure['kind'], Icon>> = {
  unreachable: IconPlugConnectedX,
  unauthenticated: IconLock,
  denied: IconLock,
  missing: IconMapPinOff,
  conflict: IconAlertTriangle,
  stale: IconAlertTriangle,
  invalid: IconAlertTriangle,
  limited: IconAlertTriangle,
  other: IconAlertTriangle,
};

/** What failed, why in the words of the server, and what to do next. */
export function FailurePanel({ what, cause, onRetry }: FailurePanelProps) {
  const failure = failureOf(cause);
  const Icon = icons[failure.kind];
  return (
    <div className={classes.panel} role="alert">
      <Icon size={40} stroke={1.25} aria-hidden className={classes.icon} />
      <p className={classes.what}>{failure.kind === 'denied' ? 'You may not see this' : what}</p>
      <p className={classes.why}>{failure.message}</p>
      {failure.kind === 'denied' ? (
        <p className={classes.why}>An administrator of your tenant can give you the permission.</p>
      ) : null}
      {failure.requestId === null ? null : (
        <p className={classes.why}>
          Request <CopyId value={failure.requestId} label="request id" />
        </p>
      )}
      {failure.kind === 'missing' || failure.kind === 'denied' ? null : (
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} stroke={1.5} aria-hidden />}
          onClick={() => onRetry()}
        >
          Retry
        </Button>
      )}
    </div>
  );
}
