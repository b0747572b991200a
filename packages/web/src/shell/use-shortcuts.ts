import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useNavItems } from './use-nav-items.ts';

interface ShortcutTargets {
  readonly onPalette: () => void;
  readonly onHelp: () => void;
}

const chordMs = 1200;

/** Keys that work on every page. Single letters are left alone while somebody types. */
export function useShortcuts({ onPalette, onHelp }: ShortcutTargets): void {
  const navigate = useNavigate();
  const items = useNavItems();
  const chordSince = useRef(Number.NEGATIVE_INFINITY);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        onPalette();
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('[role="dialog"]') !== null) return;
      if (event.timeStamp - chordSince.current < chordMs) {
        chordSince.current = Number.NEGATIVE_INFINITY;
        const item = items.find((candidate) => candidate.key === event.key);
        if (item !== undefined) {
          event.preventDefault();
          void navigate({ to: item.to });
        }
        return;
      }
      if (event.key === 'g') chordSince.current = event.timeStamp;
      else if (event.key === '?') onHelp();
      else if (event.key === '/') {
        const filter = document.querySelector<HTMLElement>('[data-page-filter]');
        if (filter !== null) {
          event.preventDefault();
          filter.focus();
        }
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [items, navigate, onHelp, onPalette]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
