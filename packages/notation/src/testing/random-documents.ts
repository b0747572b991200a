import fc from 'fast-check';

interface Node {
  readonly type: string;
  readonly name: string;
  readonly lane: string | null;
  readonly parent: string | null;
  readonly assignee: string;
  readonly documentation: string;
  readonly properties: ReadonlyMap<string, string>;
  readonly timer: string;
  readonly x: number;
}

interface Flow {
  readonly source: string;
  readonly target: string;
  readonly condition: string;
  readonly name: string;
}

/** A document small enough to edit at random, with everything that is compared in its own way. */
export interface RandomDocument {
  readonly nodes: ReadonlyMap<string, Node>;
  readonly flows: ReadonlyMap<string, Flow>;
}

/** One change; edits that touch nothing in common can be made in any order. */
export interface Edit {
  readonly touches: readonly string[];
  readonly apply: (document: RandomDocument) => RandomDocument;
}

const words = fc.stringMatching(/^[A-Za-z<&"' é-]{0,12}$/);
const types = ['task', 'userTask', 'serviceTask', 'exclusiveGateway', 'intermediateCatchEvent', 'subProcess'];

const node: fc.Arbitrary<Node> = fc.record({
  type: fc.constantFrom(...types),
  name: words,
  lane: fc.constantFrom('l1', 'l2', null),
  parent: fc.constant(null),
  assignee: words,
  documentation: words,
  properties: fc.dictionary(fc.constantFrom('a', 'b', 'c'), words).map((map) => new Map(Object.entries(map))),
  timer: fc.constantFrom('PT1H', 'PT2H', 'P1D'),
  x: fc.nat(1000),
});

export const randomDocument: fc.Arbitrary<RandomDocument> = fc
  .tuple(
    fc.array(node, { minLength: 2, maxLength: 8 }),
    fc.array(fc.tuple(fc.nat(), fc.nat(), words, words), { maxLength: 10 }),
  )
  .map(([nodes, flows]) => ({
    nodes: new Map(nodes.map((one, index) => [`n${index}`, one])),
    flows: new Map(
      flows.map(([from, to, condition, name], index) => [
        `f${index}`,
        { source: `n${from % nodes.length}`, target: `n${to % nodes.length}`, condition, name },
      ]),
    ),
  }));

function changeNode(id: string, property: string, change: Partial<Node>): Edit {
  return {
    touches: [`${id}.${property}`],
    apply: (document) => {
      const old = document.nodes.get(id);
      if (old === undefined) return document;
      return { ...document, nodes: new Map([...document.nodes, [id, { ...old, ...change }]]) };
    },
  };
}

function changeFlow(id: string, property: string, change: Partial<Flow>): Edit {
  return {
    touches: [`${id}.${property}`],
    apply: (document) => {
      const old = document.flows.get(id);
      if (old === undefined) return document;
      return { ...document, flows: new Map([...document.flows, [id, { ...old, ...change }]]) };
    },
  };
}

function setProperty(id: string, key: string, value: string): Edit {
  return {
    touches: [`${id}.properties.${key}`],
    apply: (document) => {
      const old = document.nodes.get(id);
      if (old === undefined) return document;
      const entries = [...old.properties, [key, value] as const];
      const properties = new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
      return { ...document, nodes: new Map([...document.nodes, [id, { ...old, properties }]]) };
    },
  };
}

function addNode(id: string, added: Node, after: string): Edit {
  return {
    touches: [id, `${after}.use`],
    apply: ({ nodes, flows }) => ({
      nodes: new Map([...nodes, [id, added]]),
      flows: new Map([...flows, [`${id}_flow`, { source: after, target: id, condition: '', name: '' }]]),
    }),
  };
}

function removeNode(id: string, { flows }: RandomDocument): Edit {
  const connected = [...flows].filter(([, { source, target }]) => source === id || target === id);
  return {
    touches: [id, ...connected.map(([key]) => key)],
    apply: (document) => ({
      nodes: new Map([...document.nodes].filter(([key]) => key !== id)),
      flows: new Map([...document.flows].filter(([, { source, target }]) => source !== id && target !== id)),
    }),
  };
}

/** An edit of a document by somebody whose new elements are called after them. */
export function randomEdit(document: RandomDocument, author: string): fc.Arbitrary<Edit> {
  const nodes = fc.constantFrom(...document.nodes.keys());
  const edits = [
    fc.tuple(nodes, words).map(([id, name]) => changeNode(id, 'name', { name })),
    fc.tuple(nodes, words).map(([id, assignee]) => changeNode(id, 'assignee', { assignee })),
    fc.tuple(nodes, words).map(([id, documentation]) => changeNode(id, 'text', { documentation })),
    fc.tuple(nodes, fc.constantFrom('PT5M', 'P2D')).map(([id, timer]) => changeNode(id, 'timer', { timer })),
    fc.tuple(nodes, fc.constantFrom('l1', 'l2', null)).map(([id, lane]) => changeNode(id, 'lane', { lane })),
    fc.tuple(nodes, fc.nat(1000)).map(([id, x]) => changeNode(id, 'x', { x })),
    fc
      .tuple(nodes, fc.constantFrom('a', 'b', 'c', 'd'), words)
      .map(([id, key, value]) => setProperty(id, key, value)),
    fc.tuple(fc.nat(), node, nodes).map(([id, added, after]) => addNode(`${author}${id}`, added, after)),
    nodes.map((id) => removeNode(id, document)),
  ];
  if (document.flows.size > 0) {
    const flows = fc.constantFrom(...document.flows.keys());
    edits.push(fc.tuple(flows, words).map(([id, name]) => changeFlow(id, 'name', { name })));
    edits.push(
      fc
        .tuple(flows, fc.constantFrom('x > 1', 'y < 2 && z'))
        .map(([id, condition]) => changeFlow(id, 'condition', { condition })),
    );
  }
  return fc.oneof(...edits);
}

export function touchSame(a: Edit, b: Edit): boolean {
  return a.touches.some((one) =>
    b.touches.some((other) => `${one}.`.startsWith(`${other}.`) || `${other}.`.startsWith(`${one}.`)),
  );
}

export function applyAll(document: RandomDocument, edits: readonly Edit[]): RandomDocument {
  return edits.reduce((edited, edit) => edit.apply(edited), document);
}

export function xmlOf({ nodes, flows }: RandomDocument): string {
  const lanes = ['l1', 'l2'].map((lane) => {
    const members = [...nodes].filter(([, one]) => one.lane === lane);
    return `<lane id="${lane}">${members.map(([id]) => `<flowNodeRef>${id}</flowNodeRef>`).join('')}</lane>`;
  });
  const shapes = [...nodes].map(
    ([id, { x }]) =>
      `<bpmndi:BPMNShape id="${id}_di" bpmnElement="${id}"><dc:Bounds x="${x}" y="80" width="100" height="80"/></bpmndi:BPMNShape>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" targetNamespace="urn:random">',
    `<process id="p" isExecutable="true"><laneSet id="ls">${lanes.join('')}</laneSet>`,
    ...[...nodes].map(([id, one]) => nodeXml(id, one)),
    ...[...flows].map(([id, one]) => flowXml(id, one)),
    '</process>',
    `<bpmndi:BPMNDiagram id="d"><bpmndi:BPMNPlane id="pl" bpmnElement="p">${shapes.join('')}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>`,
    '</definitions>',
  ].join('\n');
}

function nodeXml(id: string, { type, name, assignee, documentation, properties, timer }: Node): string {
  const entries = [...properties].map(
    ([key, value]) => `<camunda:property name="${key}" value="${escaped(value)}"/>`,
  );
  const held =
    entries.length === 0
      ? ''
      : `<extensionElements><camunda:properties>${entries.join('')}</camunda:properties></extensionElements>`;
  const text = documentation === '' ? '' : `<documentation>${escaped(documentation)}</documentation>`;
  const definition = `<timerEventDefinition id="${id}_timer"><timeDuration xsi:type="tFormalExpression">${timer}</timeDuration></timerEventDefinition>`;
  const inside = `${text}${held}${type === 'intermediateCatchEvent' ? definition : ''}`;
  return `<${type} id="${id}" name="${escaped(name)}" camunda:assignee="${escaped(assignee)}">${inside}</${type}>`;
}

function flowXml(id: string, { source, target, condition, name }: Flow): string {
  const inside =
    condition === ''
      ? ''
      : `<conditionExpression xsi:type="tFormalExpression">${escaped(condition)}</conditionExpression>`;
  return `<sequenceFlow id="${id}" name="${escaped(name)}" sourceRef="${source}" targetRef="${target}">${inside}</sequenceFlow>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
