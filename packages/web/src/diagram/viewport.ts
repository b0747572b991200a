import type Canvas from 'diagram-js/lib/core/Canvas';

const inset = { x: 28, top: 28, bottom: 40 };
const largestScale = 1.15;
const readableScale = 0.5;
const closeScale = 0.72;

/** Everything in view, centred, with room for the watermark; never blown up. */
export function fitDiagram(canvas: Canvas): void {
  const { inner, outer } = canvas.viewbox();
  if (outer.width === 0 || inner.width === 0) return;
  const scale = Math.min(
    largestScale,
    (outer.width - 2 * inset.x) / inner.width,
    (outer.height - inset.top - inset.bottom) / inner.height,
  );
  if (scale <= 0) return;
  const width = outer.width / scale;
  const height = outer.height / scale;
  canvas.viewbox({
    x: inner.x + inner.width / 2 - width / 2,
    y: inner.y + inner.height / 2 - height / 2 + (inset.bottom - inset.top) / 2 / scale,
    width,
    height,
  });
}

/**
 * On a small screen the whole diagram is too small to read: show the given element and its neighbours,
 * or the beginning where there is none.
 */
export function fitAround(canvas: Canvas, centre: { readonly x: number; readonly y: number } | null): void {
  fitDiagram(canvas);
  const { scale, inner, outer } = canvas.viewbox();
  if (scale >= readableScale) return;
  const width = outer.width / closeScale;
  const height = outer.height / closeScale;
  const middle = centre ?? { x: inner.x - inset.x + width / 2, y: inner.y + inner.height / 2 };
  canvas.viewbox({ x: middle.x - width / 2, y: middle.y - height / 2, width, height });
}

export function zoomBy(canvas: Canvas, factor: number): void {
  const next = Math.min(4, Math.max(0.2, canvas.zoom() * factor));
  canvas.zoom(next);
}
