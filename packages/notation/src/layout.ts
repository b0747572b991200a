/// <reference path="./moddle-modules.d.ts" />
import { layoutProcess } from 'bpmn-auto-layout';
import { type Finding, warningAt } from './finding.ts';
import { firstWays, withEdges } from './layout-edges.ts';
import { type BpmnModdle, type ModdleElement, moddleFor, nameOf } from './moddle.ts';
import type { SourceFlow, SourceGraph } from './source-graph.ts';
import { xmlTokens } from './xml/tokens.ts';

/** A document that can be drawn; or the document as it was, and why it cannot. */
export interface Drawn {
  readonly xml: string;
  readonly findings: readonly Finding[];
}

/** Gives a document without diagrams its diagrams. */
type LayOut = (xml: string) => Promise<string>;

/** Placing takes time that grows with the square of the nodes; this many take about a second. */
const nodeLimit = 1_000;

/**
 * Adds a diagram of every process to a document without any. Nodes and flows alone are laid out, in a
 * copy, and only the diagrams are put into the source, whose other lines stay as they were written.
 */
export async function withDiagrams(
  xml: string,
  graphs: readonly SourceGraph[],
  takenIds: ReadonlyMap<string, number>,
  layOut: LayOut = layoutProcess,
): Promise<Drawn> {
  const nodes = graphs.reduce((sum, graph) => sum + graph.nodes.size, 0);
  if (nodes > nodeLimit) {
    return undrawn(xml, `Expected at most ${nodeLimit} nodes for a generated diagram, but found ${nodes}`);
  }
  try {
    const diagrams = await Promise.all(graphs.map((graph) => diagramsOf(graph, layOut)));
    const clash = diagrams.join('').matchAll(/\sid="([^"]*)"/g);
    const taken = [...clash].flatMap(([, id = '']) => (takenIds.has(id) ? [id] : []));
    if (taken.length > 0) {
      return undrawn(xml, `Expected ids that leave room for a diagram's, but found '${taken[0]}'`);
    }
    return { xml: insertBeforeEnd(xml, diagrams.join('')), findings: [] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return undrawn(xml, `Expected a process that can be laid out, but found: ${reason}`);
  }
}

function undrawn(xml: string, message: string): Drawn {
  return { xml, findings: [warningAt(null, 'layout', `${message}; it is deployed without a diagram`)] };
}

/** The layout loses nodes of graphs with many loops; those are placed by the first ways to them alone. */
async function diagramsOf(graph: SourceGraph, layOut: LayOut): Promise<string> {
  try {
    return await diagramsWith(graph, graph.flows, layOut);
  } catch {
    const ways = firstWays(graph);
    const rest = graph.flows.filter((flow) => !ways.includes(flow));
    return withEdges(await diagramsWith(graph, ways, layOut), rest);
  }
}

async function diagramsWith(
  graph: SourceGraph,
  flows: readonly SourceFlow[],
  layOut: LayOut,
): Promise<string> {
  const moddle = moddleFor('plain');
  const rootElements = [skeletonOf(graph, flows, moddle)];
  const definitions = moddle.create('bpmn:Definitions', { rootElements, targetNamespace: 'urn:layout' });
  const { xml } = await moddle.toXML(definitions, { format: false });
  const drawn = await layOut(xml);
  const diagrams = drawn.slice(
    drawn.indexOf('<bpmndi:BPMNDiagram'),
    drawn.lastIndexOf('</bpmn:definitions>'),
  );
  return diagrams.replaceAll('<bpmndi:BPMNDiagram ', `<bpmndi:BPMNDiagram ${diagramNamespaces} `);
}

/** On the diagram itself, since the source may not declare them or may use the prefixes otherwise. */
const diagramNamespaces = [
  'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"',
  'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"',
  'xmlns:di="http://www.omg.org/spec/DD/20100524/DI"',
].join(' ');

/** Nodes and flows by id, with the back references that files often lack and the layout relies on. */
function skeletonOf(graph: SourceGraph, written: readonly SourceFlow[], moddle: BpmnModdle): ModdleElement {
  const process = moddle.create('bpmn:Process', { id: graph.processId });
  const scopes = new Map<string | null, { element: ModdleElement; content: ModdleElement[] }>();
  scopes.set(null, { element: process, content: [] });
  const nodes = new Map<string, ModdleElement>();
  for (const node of graph.nodes.values()) {
    const name = nameOf(node.element) ?? '';
    const element = moddle.create(node.element.$type, { id: node.id, name });
    nodes.set(node.id, element);
    scopes.set(node.id, { element, content: [] });
    scopes.get(node.scope.id)?.content.push(element);
  }
  const incoming = new Map<string, ModdleElement[]>();
  const outgoing = new Map<string, ModdleElement[]>();
  for (const { id, sourceId, targetId } of written) {
    const source = graph.nodes.get(sourceId ?? '');
    if (source === undefined || targetId === null) continue;
    const sourceRef = nodes.get(source.id);
    const targetRef = nodes.get(targetId);
    const element = moddle.create('bpmn:SequenceFlow', { id, sourceRef, targetRef });
    scopes.get(source.scope.id)?.content.push(element);
    outgoing.set(source.id, [...(outgoing.get(source.id) ?? []), element]);
    incoming.set(targetId, [...(incoming.get(targetId) ?? []), element]);
  }
  for (const [id, element] of nodes) {
    element.set('incoming', incoming.get(id) ?? []);
    element.set('outgoing', outgoing.get(id) ?? []);
  }
  for (const { element, content } of scopes.values()) {
    if (content.length > 0) element.set('flowElements', content);
  }
  return process;
}

function insertBeforeEnd(xml: string, text: string): string {
  let end = xml.length;
  for (const token of xmlTokens(xml)) if (token.kind === 'close') end = token.offset;
  return `${xml.slice(0, end)}${text}${xml.slice(end)}`;
}
