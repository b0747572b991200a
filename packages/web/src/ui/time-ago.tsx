import { Tooltip } from '@mantine/core';
import { relativeWords } from '../words/durations.ts';
import { fullMoment } from '../words/moments.ts';
import { useNow } from './use-now.ts';

/** Relative words; the absolute moment on hover and focus, ISO in the markup. */
export function TimeAgo({ at }: { readonly at: string }) {
  const now = useNow();
  return (
    <Tooltip label={fullMoment(at)} events={{ hover: true, focus: true, touch: true }}>
      <time dateTime={at}>{relativeWords(Date.parse(at), now)}</time>
    </Tooltip>
  );
}
