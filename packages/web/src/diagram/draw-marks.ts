import type { DiagramMarks } from './marks.ts';
import { type DiagramServices, paint } from './viewer.ts';

/** Tints the path, puts a token on every active element and a sign on every incident. Returns the way back. */
export function drawMarks(services: DiagramServices, marks: DiagramMarks): () => void {
  const undo: (() => void)[] = [];
  const failing = new Set(marks.incidents.map((incident) => incident.elementId));
  const active = new Set(marks.active.map((mark) => mark.elementId));
  for (const flowId of marks.taken) undo.push(paint(services, flowId, { stroke: 'var(--accent)' }));
  for (const elementId of marks.done) {
    if (failing.has(elementId) || active.has(elementId)) continue;
    undo.push(paint(services, elementId, { stroke: 'var(--accent)' }));
    if (isActivity(services, elementId))
      undo.push(badge(services, elementId, doneSign(), { top: -9, right: 9 }));
  }
  for (const { elementId, count } of marks.active) {
    if (!failing.has(elementId)) {
      undo.push(paint(services, elementId, { stroke: 'var(--active)', fill: 'var(--active-bg)' }));
    }
    undo.push(badge(services, elementId, token(elementId, count), tokenPlace(services, elementId)));
  }
  for (const { elementId, message } of marks.incidents) {
    undo.push(paint(services, elementId, { stroke: 'var(--danger)', fill: 'var(--danger-bg)' }));
    undo.push(badge(services, elementId, incidentSign(message), { top: -10, right: 10 }));
  }
  return () => {
    for (const step of undo.reverse()) step();
  };
}

function isActivity(services: DiagramServices, elementId: string): boolean {
  const type: unknown = services.registry.get(elementId)?.['type'];
  return typeof type === 'string' && /Task$|SubProcess$|CallActivity$|Transaction$/.test(type);
}

/** Away from the type icon of an activity, and from the label below an event. */
function tokenPlace(services: DiagramServices, elementId: string): Position {
  return isActivity(services, elementId) ? { bottom: 10, left: -10 } : { top: -10, left: -10 };
}

type Position = Readonly<Partial<Record<'top' | 'left' | 'right' | 'bottom', number>>>;

function badge(
  services: DiagramServices,
  elementId: string,
  html: HTMLElement,
  position: Position,
): () => void {
  if (services.registry.get(elementId) === undefined) return () => undefined;
  const id = services.overlays.add(elementId, 'wbpm', { position, html, scale: { min: 0.75, max: 1 } });
  return () => services.overlays.remove(id);
}

function token(elementId: string, count: number): HTMLElement {
  const dot = sign('wbpm-token', count > 1 ? String(count) : '');
  dot.dataset['testid'] = 'token';
  dot.dataset['element'] = elementId;
  return dot;
}

function doneSign(): HTMLElement {
  return sign('wbpm-done', '✓');
}

function incidentSign(message: string): HTMLElement {
  const mark = sign('wbpm-incident', '!');
  mark.title = message;
  mark.dataset['testid'] = 'incident';
  return mark;
}

/** Signs are drawings: the same facts are in the text beside the diagram. */
function sign(className: string, text: string): HTMLElement {
  const element = document.createElement('div');
  element.className = className;
  element.textContent = text;
  element.setAttribute('aria-hidden', 'true');
  return element;
}
