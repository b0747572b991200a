export const signInPath = '/sign-in';

/** Where to go on after signing in: the page one is at, or before one was sent away the one remembered. */
export function wantedPath(
  { pathname, search }: { readonly pathname: string; readonly search: string },
  remembered: string | null,
): string {
  if (pathname !== signInPath) return `${pathname}${search}`;
  // Another site's address could be read from what begins with two slashes.
  return remembered !== null && /^\/(?![/\\])/.test(remembered) ? remembered : '/';
}
