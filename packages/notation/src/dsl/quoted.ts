import { z } from 'zod';

const textSchema = z.string();

/** A text in double quotes, with the escapes of JSON; null when it is none. */
export function decoded(quoted: string): string | null {
  if (!/^"(?:[^"\\]|\\.)*"$/.test(quoted)) return null;
  try {
    return textSchema.parse(JSON.parse(quoted));
  } catch {
    // An escape that JSON does not know: the caller says so.
    return null;
  }
}
