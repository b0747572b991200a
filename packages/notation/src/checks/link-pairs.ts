import { errorAt, type Finding, warningAt } from '../finding.ts';
import { linkCatches, linkKey, linkThrows, type SourceLink } from '../links.ts';
import type { Check } from './check.ts';

/** Links pair by name within one scope: any number of throws, one catch (BPMN 2.0 §10.5.4). */
export const linkPairs: Check = ({ graph }) => {
  const catches = linkCatches(graph);
  const throws = linkThrows(graph);
  const catchKeys = new Map<string, SourceLink>();
  const findings: Finding[] = [];
  const refuse = ({ node }: SourceLink, message: string) =>
    findings.push(errorAt(node.id, 'link-pair', message));
  for (const link of [...catches, ...throws]) {
    if (link.name === null)
      refuse(link, `Expected link event '${link.node.id}' to have a name, but found none`);
  }
  for (const link of catches) {
    const first = catchKeys.get(keyOf(link));
    if (first === undefined) catchKeys.set(keyOf(link), link);
    else if (link.name !== null) {
      refuse(
        link,
        `Expected one catch of link '${link.name}', but found '${first.node.id}' and '${link.node.id}'`,
      );
    }
    const [flow] = graph.incoming.get(link.node.id) ?? [];
    if (flow !== undefined) {
      refuse(link, `Expected no flow into the catch of a link, but found '${flow.id}'`);
    }
  }
  const thrown = new Set(throws.map(keyOf));
  for (const link of throws) {
    if (link.name !== null && !catchKeys.has(keyOf(link))) {
      refuse(link, `Expected a catch of link '${link.name}' in the same scope, but found none`);
    }
    const [flow] = graph.outgoing.get(link.node.id) ?? [];
    if (flow !== undefined) {
      refuse(link, `Expected no flow out of the throw of a link, but found '${flow.id}'`);
    }
  }
  for (const link of catches) {
    if (link.name === null || thrown.has(keyOf(link))) continue;
    const message = `Expected a throw of link '${link.name}' in the same scope, but found none`;
    findings.push(warningAt(link.node.id, 'link-pair', message));
  }
  return findings;
};

function keyOf({ node, name }: SourceLink): string {
  return linkKey(node, name);
}
