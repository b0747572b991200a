import { Kbd, UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import classes from './search-button.module.css';
import { useShell } from './shell-context.ts';

export function SearchButton() {
  const { openPalette } = useShell();
  return (
    <UnstyledButton
      className={classes.field}
      onClick={openPalette}
      aria-label="Search and jump"
      aria-keyshortcuts="Control+K"
    >
      <IconSearch size={16} stroke={1.5} aria-hidden />
      <span className={classes.hint}>Search or jump to</span>
      <Kbd size="xs" className={classes.key}>
        {navigator.userAgent.includes('Mac') ? '⌘K' : 'Ctrl K'}
      </Kbd>
    </UnstyledButton>
  );
}
