/** Keeps both ends of a key readable: "0193f2…9c4e". */
export function middleEllipsis(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const kept = longest - 1;
  const head = Math.ceil(kept / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (kept - head))}`;
}
