import type { FeedMessage } from '@wbpm/contract';

/** Reads a message; null for what is none. Its type may be one this client does not know. */
export function feedMessageOf(data: unknown): FeedMessage | null {
  if (typeof data !== 'string') return null;
  const message = parsed(data);
  return isMessage(message) ? message : null;
}

function isMessage(value: unknown): value is FeedMessage {
  return typeof value === 'object' && value !== null && 'type' in value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A frame that is no JSON is nothing the feed speaks; the next one may be.
    return null;
  }
}
