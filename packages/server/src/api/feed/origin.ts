/**
 * Whether a page of this origin may open a feed. Browsers send cookies and reach loopback addresses
 * from any page, so the origin is checked even in development. Programs send no origin.
 */
export function isAllowedOrigin(
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[],
): boolean {
  if (origin === undefined) return true;
  if (allowed.includes(origin)) return true;
  return URL.canParse(origin) && host !== undefined && new URL(origin).host === host;
}
