import { useSyncExternalStore } from 'react';
import { tokenUser } from './token-user.ts';

const storageKey = 'wbpm.token';
/** Who a request without a token is, where the server allows that. */
const developer = 'api_user';

interface Session {
  readonly token: string | null;
  /** The server wants a token, or does not accept the one it got. */
  readonly refused: boolean;
}

let session: Session = { token: sessionStorage.getItem(storageKey), refused: false };
const listeners = new Set<() => void>();

function change(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

export function currentToken(): string | null {
  return session.token;
}

export function currentUser(): string {
  return session.token === null ? developer : (tokenUser(session.token) ?? developer);
}

/** Starts the page over where it is, so that nothing read as somebody else stays on it. */
export function signIn(token: string): void {
  sessionStorage.setItem(storageKey, token);
  location.reload();
}

export function refuseSession(): void {
  if (!session.refused) change({ ...session, refused: true });
}

export function useSession(): Session {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => session,
  );
}
