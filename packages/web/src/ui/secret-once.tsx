import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Notice } from './notice.tsx';
import classes from './secret-once.module.css';

interface SecretOnceProps {
  /** What has been done. */
  readonly done: string;
  /** What the secret is: "Initial password of ann". */
  readonly label: string;
  /** Null: an earlier answer told it, and got lost. */
  readonly secret: string | null;
  /** What to do where it got lost. */
  readonly lost: string;
  /** What to do with it. */
  readonly children: ReactNode;
  readonly onDone: () => void;
}

/** Something that is shown now and never again. */
export function SecretOnce({ done, label, secret, lost, children, onDone }: SecretOnceProps) {
  const clipboard = useClipboard({ timeout: 2000 });
  const CopyIcon = clipboard.copied ? IconCheck : IconCopy;
  return (
    <div className={classes.secret}>
      <Notice tone="success">{done}</Notice>
      {secret === null ? (
        <Notice tone="warning">{lost}</Notice>
      ) : (
        <>
          <div>
            <p className={classes.label}>{label}</p>
            <div className={classes.row}>
              <code className={classes.value} data-testid="secret">
                {secret}
              </code>
              <Button
                variant="default"
                autoFocus
                leftSection={<CopyIcon size={16} stroke={1.5} aria-hidden />}
                onClick={() => clipboard.copy(secret)}
              >
                {clipboard.copied ? 'Copied' : 'Copy'}
              </Button>
            </div>
          </div>
          <Notice tone="warning">
            <strong>Shown only now.</strong> {children}
          </Notice>
        </>
      )}
      <Button onClick={onDone}>Done</Button>
    </div>
  );
}
