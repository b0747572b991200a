import { type Flow, planHops } from './hop-plan.ts';
import type { DiagramServices } from './viewer.ts';

const svg = 'http://www.w3.org/2000/svg';

/** Moves a dot along each flow just taken; resolves once all have arrived. */
export async function moveTokens(services: DiagramServices, flowIds: readonly string[]): Promise<void> {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const hops = planHops(flowIds.flatMap((id) => flowOf(services, id)));
  await Promise.all(hops.map((hop) => travel(services, hop.flowId, hop.startsAt, hop.lasts)));
}

interface End {
  readonly id: string;
}

function flowOf(services: DiagramServices, id: string): readonly Flow[] {
  const connection = services.registry.get(id);
  if (connection === undefined || !('waypoints' in connection)) return [];
  const { source, target } = connection as { readonly source?: End; readonly target?: End };
  return source && target ? [{ id, source: source.id, target: target.id }] : [];
}

async function travel(
  services: DiagramServices,
  flowId: string,
  startsAt: number,
  lasts: number,
): Promise<void> {
  const path = services.registry.getGraphics(flowId).querySelector('.djs-visual path');
  if (!(path instanceof SVGPathElement)) return;
  const length = path.getTotalLength();
  const dot = document.createElementNS(svg, 'circle');
  dot.setAttribute('r', '7');
  dot.setAttribute('class', 'wbpm-travelling-token');
  await new Promise((resolve) => setTimeout(resolve, startsAt));
  // The diagram may be gone by now.
  if (!path.isConnected) return;
  services.canvas.getLayer('wbpm-tokens', 10).appendChild(dot);
  await new Promise<void>((resolve) => {
    const started = performance.now();
    const step = (now: number) => {
      const share = Math.min(1, (now - started) / lasts);
      const eased = share < 0.5 ? 2 * share * share : 1 - (2 - 2 * share) ** 2 / 2;
      const point = path.getPointAtLength(length * eased);
      dot.setAttribute('cx', String(point.x));
      dot.setAttribute('cy', String(point.y));
      if (share < 1 && dot.isConnected) requestAnimationFrame(step);
      else resolve();
    };
    requestAnimationFrame(step);
  });
  dot.remove();
}
