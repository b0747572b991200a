import { Tooltip } from '@mantine/core';
import { useFeedState } from '../api/feed.ts';
import classes from './connection-dot.module.css';

const words = {
  live: 'Live: changes appear by themselves',
  connecting: 'Connecting',
  lost: 'Connection lost, reconnecting',
} as const;

export function ConnectionDot() {
  const { state } = useFeedState();
  return (
    <Tooltip label={words[state]}>
      <span className={classes.dot} data-state={state} role="img" aria-label={words[state]} />
    </Tooltip>
  );
}
