import { useSyncExternalStore } from 'react';

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
  return session.token === null ? developer : (subjectOf(session.token) ?? developer);
}

export function signIn(token: string): void {
  sessionStorage.setItem(storageKey, token);
  change({ token, refused: false });
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

/** The `sub` claim. Read for display and addressing only: the server is who checks a token. */
export function subjectOf(token: string): string | null {
  const payload = token.split('.')[1];
  if (payload === undefined) return null;
  try {
    const bytes = Uint8Array.from(atob(payload.replace(/-/g, '+').replace(/_/g, '/')), (each) =>
      each.charCodeAt(0),
    );
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof claims !== 'object' || claims === null || !('sub' in claims)) return null;
    return typeof claims.sub === 'string' ? claims.sub : null;
  } catch {
    // No readable token: nobody is named.
    return null;
  }
}
