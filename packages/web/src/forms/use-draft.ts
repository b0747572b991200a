import { useEffect, useRef, useState } from 'react';
import { type Draft, dropDraft, loadDraft, saveDraft } from './drafts.ts';

const quietMs = 400;

interface DraftState<Values> {
  /** What an earlier visit left behind; null once it is dealt with. */
  readonly found: Draft<Values> | null;
  readonly savedAt: number | null;
  readonly settle: () => void;
  readonly discard: () => void;
}

/** Keeps what is typed in this browser, at the latest half a second after the last key. */
export function useDraft<Values>(
  name: string,
  values: Values,
  dirty: boolean,
  isValues: (candidate: unknown) => candidate is Values,
): DraftState<Values> {
  const [found, setFound] = useState(() => loadDraft(name, isValues));
  const [savedAt, setSavedAt] = useState<number | null>(null);
  const pending = useRef<(() => void) | null>(null);
  const text = JSON.stringify(values);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for the content of the values
  useEffect(() => {
    if (!dirty) return;
    const save = () => {
      const now = Date.now();
      saveDraft(name, values, now);
      setSavedAt(now);
      pending.current = null;
    };
    pending.current = save;
    const timer = setTimeout(save, quietMs);
    addEventListener('pagehide', save);
    return () => {
      clearTimeout(timer);
      removeEventListener('pagehide', save);
    };
  }, [name, dirty, text]);

  // Leaving the page within the quiet time must not lose the last words.
  useEffect(() => () => pending.current?.(), []);

  return {
    found,
    savedAt,
    settle: () => setFound(null),
    discard: () => {
      pending.current = null;
      dropDraft(name);
      setFound(null);
      setSavedAt(null);
    },
  };
}
