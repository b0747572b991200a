/**
 * 128 random bits in hexadecimal. `crypto.randomUUID` would do, but browsers only have it on pages
 * loaded over HTTPS.
 */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
