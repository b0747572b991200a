import type Canvas from 'diagram-js/lib/core/Canvas';

const inset = { x: 28, top: 28, bottom: 40 };
const largestScale = 1.15;
const readableScale = 0.5;

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

/** On a small screen the whole diagram is too small to read: show the given element and its neighbours. */
export function fitAround(canvas: Canvas, centre: { readonly x: number; readonly y: number } | null): void {
  fitDiagram(canvas);
  const { scale, outer } = canvas.viewbox();
  if (centre === null || scale >= readableScale) return;
  const wanted = 0.72;
  canvas.viewbox({
    x: centre.x - outer.width / wanted / 2,
    y: centre.y - outer.height / wanted / 2,
    width: outer.width / wanted,
    height: outer.height / wanted,
  });
}

export function zoomBy(canvas: Canvas, factor: number): void {
  const next = Math.min(4, Math.max(0.2, canvas.zoom() * factor));
  canvas.zoom(next);
}
