import { feedProtocol } from '@wbpm/contract';

/** The part of a WebSocket the feed uses. */
export interface FeedSocket {
  readonly readyState: number;
  send(text: string): void;
  close(code: number): void;
  addEventListener(type: 'open', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { readonly code: number }) => void): void;
}

/** A WebSocket class, or what stands in for it. */
export type FeedSocketClass = new (url: string, protocols: string[]) => FeedSocket;

/** RFC 6455 allows only these characters in a subprotocol. */
const protocolToken = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

/** Where the feed of a user is. */
export function feedUrl(serverUrl: string, userId: string): string {
  const base = serverUrl.replace(/^http/, 'ws').replace(/\/+$/, '');
  return `${base}/ws/${encodeURIComponent(userId)}`;
}

/** A token travels as a subprotocol: unlike the address, headers are not logged on the way. */
export function protocolsOf(token: string | null): string[] {
  return token !== null && protocolToken.test(token) ? [feedProtocol, `bearer.${token}`] : [feedProtocol];
}
