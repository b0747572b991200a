/** What somebody typed and has not sent, kept in this browser. */
export interface Draft<Values> {
  readonly savedAt: number;
  readonly values: Values;
}

const prefix = 'wbpm.draft.';

export function saveDraft(name: string, values: unknown, savedAt: number): void {
  const draft: Draft<unknown> = { savedAt, values };
  localStorage.setItem(prefix + name, JSON.stringify(draft));
}

export function dropDraft(name: string): void {
  localStorage.removeItem(prefix + name);
}

export function loadDraft<Values>(
  name: string,
  isValues: (candidate: unknown) => candidate is Values,
): Draft<Values> | null {
  const text = localStorage.getItem(prefix + name);
  return text === null ? null : parseDraft(text, isValues);
}

/** A draft of an older shape counts as none. */
export function parseDraft<Values>(
  text: string,
  isValues: (candidate: unknown) => candidate is Values,
): Draft<Values> | null {
  const parsed: unknown = readJson(text);
  if (typeof parsed !== 'object' || parsed === null) return null;
  if (!('savedAt' in parsed) || !('values' in parsed)) return null;
  const { savedAt, values } = parsed;
  return typeof savedAt === 'number' && isValues(values) ? { savedAt, values } : null;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What cannot be read counts as no draft.
    return undefined;
  }
}
