import type NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import type { ShapeLike } from 'diagram-js/lib/model/Types';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { panByTouch } from './touch-pan.ts';
import { createViewer, type DiagramServices, servicesOf } from './viewer.ts';
import { fitAround } from './viewport.ts';

export type ViewerState =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly services: DiagramServices }
  | { readonly state: 'failed'; readonly message: string };

/** Creates a viewer, imports the diagram, keeps it fitted until the reader moves it, and destroys it again. */
export function useViewer(
  container: RefObject<HTMLDivElement | null>,
  xml: string,
  focusOn: string | null,
  onOpen: ((elementId: string) => void) | undefined,
): ViewerState {
  const [view, setView] = useState<ViewerState>({ state: 'loading' });
  const latest = useRef({ focusOn, onOpen });
  latest.current = { focusOn, onOpen };

  useEffect(() => {
    const element = container.current;
    if (element === null) return;
    const viewer = createViewer(element);
    const services = servicesOf(viewer);
    const fit = () => fitAround(services.canvas, centreOf(services, latest.current.focusOn));
    let closed = false;
    let moved = false;
    const resizing = new ResizeObserver(() => {
      if (closed) return;
      services.canvas.resized();
      if (!moved) fit();
    });
    services.events.on('canvas.viewbox.changing', () => {
      moved = moved || element.matches(':active');
    });
    services.events.on('element.click', (event: { readonly element: { readonly id: string } }) => {
      latest.current.onOpen?.(event.element.id);
    });
    const stopPanning = panByTouch(element, services.canvas, () => {
      moved = true;
    });
    void drawn(viewer, xml).then((failure) => {
      if (closed) return;
      if (failure !== null) {
        setView({ state: 'failed', message: failure });
        return;
      }
      fit();
      resizing.observe(element);
      setView({ state: 'ready', services });
    });
    return () => {
      closed = true;
      stopPanning();
      resizing.disconnect();
      viewer.destroy();
      setView({ state: 'loading' });
    };
  }, [container, xml]);

  return view;
}

async function drawn(viewer: NavigatedViewer, xml: string): Promise<string | null> {
  try {
    await viewer.importXML(xml);
    return null;
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}

function centreOf(services: DiagramServices, elementId: string | null): { x: number; y: number } | null {
  const shape = elementId === null ? undefined : services.registry.get(elementId);
  if (shape === undefined || !('width' in shape)) return null;
  const { x, y, width, height } = shape as ShapeLike;
  return { x: x + width / 2, y: y + height / 2 };
}
