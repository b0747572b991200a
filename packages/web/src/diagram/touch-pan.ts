import type Canvas from 'diagram-js/lib/core/Canvas';

/** bpmn-js pans with the mouse only. This lets a finger do the same; returns the way back. */
export function panByTouch(element: HTMLElement, canvas: Canvas, onPan: () => void): () => void {
  let last: { readonly id: number; readonly x: number; readonly y: number } | null = null;
  const down = (event: PointerEvent) => {
    if (event.pointerType === 'touch') last = { id: event.pointerId, x: event.clientX, y: event.clientY };
  };
  const move = (event: PointerEvent) => {
    if (last === null || last.id !== event.pointerId) return;
    onPan();
    canvas.scroll({ dx: event.clientX - last.x, dy: event.clientY - last.y });
    last = { id: event.pointerId, x: event.clientX, y: event.clientY };
  };
  const up = () => {
    last = null;
  };
  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', up);
  return () => {
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointercancel', up);
  };
}
