import type { SourceFlow, SourceGraph } from './source-graph.ts';

/**
 * For each node the flow by which it is first reached: the part of a graph that has no loops and no
 * joins, and that the layout can always place.
 */
export function firstWays(graph: SourceGraph): readonly SourceFlow[] {
  const ways: SourceFlow[] = [];
  const reached = new Set<string>();
  const entries = [...graph.nodes.keys()].sort((a, b) => incomingCount(graph, a) - incomingCount(graph, b));
  for (const entry of entries) {
    if (reached.has(entry)) continue;
    const pending = [entry];
    reached.add(entry);
    // The list grows while it is walked.
    for (const id of pending) {
      for (const flow of graph.outgoing.get(id) ?? []) {
        if (flow.targetId === null || reached.has(flow.targetId)) continue;
        reached.add(flow.targetId);
        pending.push(flow.targetId);
        ways.push(flow);
      }
    }
  }
  return ways;
}

function incomingCount(graph: SourceGraph, id: string): number {
  return Math.min(1, graph.incoming.get(id)?.length ?? 0);
}

/** Adds the edges of flows to diagrams whose shapes are placed: below both ends and up again. */
export function withEdges(diagrams: string, flows: readonly SourceFlow[]): string {
  const planeEnd = '</bpmndi:BPMNPlane>';
  return diagrams
    .split(planeEnd)
    .map((plane) => plane + edgesIn(plane, flows))
    .join(planeEnd);
}

interface Bounds {
  readonly x: number;
  readonly width: number;
  readonly bottom: number;
}

function edgesIn(plane: string, flows: readonly SourceFlow[]): string {
  const bounds = new Map<string, Bounds>();
  const shapes = plane.matchAll(
    /bpmnElement="([^"]*)"[^>]*>\s*<dc:Bounds x="(.*?)" y="(.*?)" width="(.*?)" height="(.*?)"/g,
  );
  for (const [, id = '', x, y, width, height] of shapes) {
    bounds.set(id, { x: Number(x), width: Number(width), bottom: Number(y) + Number(height) });
  }
  const edges = flows.map((flow) => {
    const source = bounds.get(flow.sourceId ?? '');
    const target = bounds.get(flow.targetId ?? '');
    return source === undefined || target === undefined ? '' : edge(flow.id, source, target);
  });
  return edges.join('');
}

const clearance = 20;

function edge(flowId: string, source: Bounds, target: Bounds): string {
  const from = source.x + source.width * 0.75;
  const to = target.x + target.width * 0.25;
  const below = Math.max(source.bottom, target.bottom) + clearance;
  const points = [
    [from, source.bottom],
    [from, below],
    [to, below],
    [to, target.bottom],
  ];
  const waypoints = points.map(([x, y]) => `<di:waypoint x="${x}" y="${y}" />`).join('');
  return `<bpmndi:BPMNEdge id="${flowId}_di" bpmnElement="${flowId}">${waypoints}</bpmndi:BPMNEdge>`;
}
