import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import type Canvas from 'diagram-js/lib/core/Canvas';
import type ElementRegistry from 'diagram-js/lib/core/ElementRegistry';
import type EventBus from 'diagram-js/lib/core/EventBus';
import type GraphicsFactory from 'diagram-js/lib/core/GraphicsFactory';
import type Overlays from 'diagram-js/lib/features/overlays/Overlays';
import { hueOf } from './hues.ts';

export interface DiagramServices {
  readonly canvas: Canvas;
  readonly registry: ElementRegistry;
  readonly graphics: GraphicsFactory;
  readonly overlays: Overlays;
  readonly events: EventBus;
}

interface ColouredShape {
  get(name: string): unknown;
  set(name: string, value: string | undefined): void;
}

interface ParsedDefinitions {
  readonly diagrams?: readonly { readonly plane?: { readonly planeElement?: readonly ColouredShape[] } }[];
}

/** Outlines, fills and labels refer to CSS variables, so a theme change needs no second import. */
export function createViewer(container: HTMLElement): NavigatedViewer {
  const viewer = new NavigatedViewer({
    container,
    bpmnRenderer: {
      defaultFillColor: 'var(--bpmn-fill)',
      defaultStrokeColor: 'var(--bpmn-stroke)',
      defaultLabelColor: 'var(--bpmn-label)',
    },
    textRenderer: { defaultStyle: { fontFamily: 'Arial, sans-serif', fontSize: 12 } },
    zoomScroll: { enabled: false },
  });
  servicesOf(viewer).events.on(
    'import.parse.complete',
    (event: { readonly definitions?: ParsedDefinitions }) => {
      for (const diagram of event.definitions?.diagrams ?? []) diagram.plane?.planeElement?.forEach(retint);
    },
  );
  return viewer;
}

export function servicesOf(viewer: NavigatedViewer): DiagramServices {
  return {
    canvas: viewer.get<Canvas>('canvas'),
    registry: viewer.get<ElementRegistry>('elementRegistry'),
    graphics: viewer.get<GraphicsFactory>('graphicsFactory'),
    overlays: viewer.get<Overlays>('overlays'),
    events: viewer.get<EventBus>('eventBus'),
  };
}

function retint(shape: ColouredShape): void {
  const fill = shape.get('color:background-color') ?? shape.get('bioc:fill');
  const stroke = shape.get('color:border-color') ?? shape.get('bioc:stroke');
  if (typeof fill === 'string') paintShape(shape, 'background-color', 'fill', `var(--${hueOf(fill)}-bg)`);
  if (typeof stroke === 'string') paintShape(shape, 'border-color', 'stroke', `var(--${hueOf(stroke)}-fg)`);
}

function paintShape(shape: ColouredShape, standard: string, older: string, colour: string | undefined): void {
  shape.set(`bioc:${older}`, undefined);
  shape.set(`color:${standard}`, colour);
}

export interface Paint {
  readonly stroke: string;
  readonly fill?: string;
}

/**
 * Draws an element in other colours by way of its diagram interchange, so arrow heads, markers and
 * icons follow. Returns the way back.
 */
export function paint(services: DiagramServices, elementId: string, colours: Paint): () => void {
  const element = services.registry.get(elementId);
  if (element === undefined) return () => undefined;
  const shape = element.di as ColouredShape;
  const before = { stroke: shape.get('color:border-color'), fill: shape.get('color:background-color') };
  const draw = (stroke: string | undefined, fill: string | undefined) => {
    shape.set('color:border-color', stroke);
    shape.set('color:background-color', fill);
    const graphics = services.registry.getGraphics(elementId);
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- undefined once the element is gone, whatever its type says
    if (graphics !== undefined) {
      services.graphics.update('waypoints' in element ? 'connection' : 'shape', element, graphics);
    }
  };
  draw(colours.stroke, colours.fill ?? asText(before.fill));
  return () => draw(asText(before.stroke), asText(before.fill));
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
