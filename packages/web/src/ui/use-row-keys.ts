import { type RefObject, useEffect } from 'react';

/** `j` and `k` walk the rows of a list by moving the focus; Enter then opens a row by itself. */
export function useRowKeys(list: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || list.current === null) return;
      if (
        event.target instanceof HTMLElement &&
        event.target.matches('input, textarea, select, [contenteditable]')
      )
        return;
      if (document.querySelector('[role="dialog"]') !== null) return;
      const step = event.key === 'j' ? 1 : event.key === 'k' ? -1 : 0;
      if (step === 0) return;
      const rows = [...list.current.querySelectorAll<HTMLElement>('[data-row]')].filter(
        (row) => row.offsetParent !== null,
      );
      const at = document.activeElement instanceof HTMLElement ? rows.indexOf(document.activeElement) : -1;
      const next =
        at === -1 ? (step === 1 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + step));
      rows[next]?.focus();
      rows[next]?.scrollIntoView({ block: 'nearest' });
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [list]);
}
