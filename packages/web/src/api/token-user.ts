/** Whom a token names. Read for display and addressing only: the server is who checks a token. */
export function tokenUser(token: string): string | null {
  const payload = token.split('.')[1];
  if (payload === undefined) return null;
  try {
    const bytes = Uint8Array.from(atob(payload.replace(/-/g, '+').replace(/_/g, '/')), (each) =>
      each.charCodeAt(0),
    );
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === 'object' && claims !== null ? nameIn(claims) : null;
  } catch {
    // No readable token: nobody is named.
    return null;
  }
}

function nameIn(claims: object): string | null {
  if ('user_id' in claims && typeof claims.user_id === 'string') return claims.user_id;
  return 'sub' in claims && typeof claims.sub === 'string' ? claims.sub : null;
}
