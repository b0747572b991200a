/** One or two letters that stand for somebody: of their first and last name, or of their id. */
export function initials(name: string): string {
  const parts = name.split(/[\s._@+-]+/u).filter((part) => part !== '');
  const chosen = parts.length > 1 ? [parts[0], parts.at(-1)] : parts;
  const letters = chosen.map((part) => Array.from(part ?? '')[0] ?? '').join('');
  return letters === '' ? '?' : letters.toLocaleUpperCase();
}
