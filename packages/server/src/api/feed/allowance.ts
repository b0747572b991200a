/** `tooMany`: for the first time since it was within its allowance; `repeated`: and again. */
export type Verdict = 'allowed' | 'tooMany' | 'repeated';

/**
 * How many messages a socket may send: so many at once, and so many a second from then on.
 * @param now milliseconds that only go forward.
 */
export function createAllowance(
  { messagesAtOnce, messagesPerSecond }: { messagesAtOnce: number; messagesPerSecond: number },
  now: () => number = () => performance.now(),
): () => Verdict {
  let left = messagesAtOnce;
  let countedAt = now();
  let exceeded = false;
  return () => {
    const at = now();
    left = Math.min(messagesAtOnce, left + ((at - countedAt) * messagesPerSecond) / 1000);
    countedAt = at;
    if (left === messagesAtOnce) exceeded = false;
    if (left >= 1) {
      left -= 1;
      return 'allowed';
    }
    if (exceeded) return 'repeated';
    exceeded = true;
    return 'tooMany';
  };
}
