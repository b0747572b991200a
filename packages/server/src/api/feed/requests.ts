import { type FeedRequest, feedRequestSchema } from '@wbpm/contract';

/** What a client sent; null for what is no message of the feed. */
export function feedRequestOf(text: string): FeedRequest | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Not JSON is as wrong as the wrong JSON; the caller answers both alike.
    return null;
  }
  const result = feedRequestSchema.safeParse(value);
  return result.success ? result.data : null;
}
