import { IconPlugConnectedX } from '@tabler/icons-react';
import { useFeedState } from '../api/feed.ts';
import { useNow } from '../ui/use-now.ts';
import { clockTime } from '../words/moments.ts';
import classes from './stale-bar.module.css';

const patienceMs = 3000;

/** Says that the page may be behind once the connection is gone for three seconds. */
export function StaleBar() {
  const { state, since } = useFeedState();
  const now = useNow(1000);
  if (state !== 'lost' || now - since < patienceMs) return null;
  return (
    <div className={classes.bar} role="status">
      <IconPlugConnectedX size={16} stroke={1.5} aria-hidden />
      Reconnecting. Showing data from {clockTime(since)}.
    </div>
  );
}
