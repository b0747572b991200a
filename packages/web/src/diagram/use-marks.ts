import { useEffect, useRef } from 'react';
import { drawMarks } from './draw-marks.ts';
import type { DiagramMarks } from './marks.ts';
import { moveTokens } from './token-motion.ts';
import type { DiagramServices } from './viewer.ts';

/** Redraws the marks when they change; a flow taken while the reader watches is travelled first. */
export function useMarks(services: DiagramServices | null, marks: DiagramMarks): void {
  const shown = useRef<{ services: DiagramServices; marks: DiagramMarks; clear: () => void } | null>(null);
  const key = JSON.stringify(marks);
  const latest = useRef(marks);
  latest.current = marks;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the content of the marks
  useEffect(() => {
    if (services === null) {
      shown.current = null;
      return;
    }
    let outdated = false;
    const next = latest.current;
    const before = shown.current?.services === services ? shown.current : null;
    const redraw = () => {
      if (outdated) return;
      before?.clear();
      shown.current = { services, marks: next, clear: drawMarks(services, next) };
    };
    const known = new Set(before?.marks.taken);
    const fresh =
      before === null || before.marks.taken.length === 0 ? [] : next.taken.filter((id) => !known.has(id));
    if (fresh.length === 0) redraw();
    else void moveTokens(services, fresh).then(redraw);
    return () => {
      outdated = true;
    };
  }, [services, key]);
}
