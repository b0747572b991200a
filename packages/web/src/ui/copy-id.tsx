import { Tooltip, UnstyledButton } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import classes from './copy-id.module.css';
import { middleEllipsis } from './middle-ellipsis.ts';

/** An identifier in mono, shortened in the middle; a click copies all of it. */
export function CopyId({ value, label }: { readonly value: string; readonly label: string }) {
  const clipboard = useClipboard({ timeout: 1500 });
  const Icon = clipboard.copied ? IconCheck : IconCopy;
  return (
    <Tooltip label={clipboard.copied ? 'Copied' : value}>
      <UnstyledButton
        className={classes.copy}
        onClick={() => clipboard.copy(value)}
        aria-label={`Copy ${label} ${value}`}
      >
        <code>{middleEllipsis(value, 18)}</code>
        <Icon size={14} stroke={1.5} aria-hidden />
        <span className="visually-hidden" role="status">
          {clipboard.copied ? `${label} copied` : ''}
        </span>
      </UnstyledButton>
    </Tooltip>
  );
}
