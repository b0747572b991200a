import { useSyncExternalStore } from 'react';

const storageKey = 'wbpm.token';

interface Session {
  /** Pasted by hand. Without one the browser's cookie says who it is, which no script reads. */
  readonly token: string | null;
  /** The server wants to know who this is, or no longer believes it. */
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

/** Starts the page over, so that nothing read as somebody else stays on it. */
export function startOver(path = `${location.pathname}${location.search}`): void {
  location.replace(path);
}

export function signInWithToken(token: string, path?: string): void {
  sessionStorage.setItem(storageKey, token);
  startOver(path);
}

/** The cookie counts only where no token is shown. */
export function dropToken(): void {
  sessionStorage.removeItem(storageKey);
  session = { ...session, token: null };
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
