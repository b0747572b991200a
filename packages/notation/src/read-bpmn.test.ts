import { describe, expect, it } from 'vitest';
import {
  around,
  bpmn,
  chain,
  definitions,
  findingsOf,
  flow,
  marksOf,
  messagesOf,
  modelOf,
  nodeIn,
} from './testing/bpmn.ts';

describe('damage', () => {
  it.each([
    ['a truncated file', bpmn('<task id="x"/>').slice(0, -40)],
    ['an unclosed comment', `${definitions('')}<!-- `],
    ['another root', '<a/>'],
    ['another namespace', '<definitions xmlns="urn:other"/>'],
    ['a prefix without namespace', '<d:definitions/>'],
    ['text between elements', bpmn('hello')],
    ['an element BPMN does not have', bpmn('<foo/>')],
    ['a second root', `${definitions('')}<x/>`],
    ['an attribute twice', bpmn('<task id="x" name="a" name="b"/>')],
  ])('refuses %s', async (_name, xml) => {
    const findings = await findingsOf(xml);
    expect(findings[0]).toMatchObject({ rule: 'xml', severity: 'error', elementId: null });
  });

  it('says where an unreadable element is, and what it is', async () => {
    expect(await findingsOf(bpmn('<startEvent id="s"/>\n <foo/>'))).toMatchObject([
      { line: 5, column: 2, message: 'Expected readable BPMN 2.0, but found: unknown type <bpmn:Foo>' },
    ]);
  });

  it('finds the end of a truncated file', async () => {
    const [finding] = await findingsOf(bpmn('<task id="x"/>').slice(0, -40));
    expect(finding?.line).toBeGreaterThan(3);
  });

  it('refuses an id that comes twice, where it comes again', async () => {
    expect(await findingsOf(bpmn('<task id="x"/>\n<task id="x"/>'))).toMatchObject([
      { rule: 'duplicate-id', elementId: 'x', message: "Expected every id once, but found 'x' again" },
    ]);
  });

  it('refuses ids XML does not allow', async () => {
    expect(await messagesOf(bpmn('<task id="1 x"/>'))).toEqual([expect.stringContaining("but found '1 x'")]);
  });

  it('names dangling references and still looks at the rest', async () => {
    const xml = bpmn(`<startEvent id="s"/><choreographyTask id="r"/>${flow('s', 'ghost', undefined, 'f')}`);
    expect(await marksOf(xml)).toEqual([
      '!unresolved-reference f',
      '!not-executable r',
      'start-and-end p',
      'reachable r',
    ]);
    expect(await messagesOf(xml)).toContain(
      "Expected targetRef to name an element of the file, but found 'ghost'",
    );
  });

  it('finds the owner of a dangling reference in an element without id', async () => {
    const xml = around(
      '<task id="x"><dataInputAssociation><sourceRef>ghost</sourceRef></dataInputAssociation></task>',
    );
    expect(await marksOf(xml)).toContain('!unresolved-reference x');
  });

  it('finds no owner where no element around has an id', async () => {
    const xml = definitions('<collaboration><participant processRef="ghost"/></collaboration>');
    expect(await marksOf(xml)).toContain('!unresolved-reference null');
  });
});

describe('a damaged drawing', () => {
  const di = (content: string) =>
    around('<task id="x"/>').replace(
      '</definitions>',
      `<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"><bpmndi:BPMNPlane id="plane" bpmnElement="p">${content}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>`,
    );

  it.each([
    ['shapes of nothing', '<bpmndi:BPMNShape id="d" bpmnElement="ghost"/>'],
    ['unknown elements', '<bpmndi:Sketch/>'],
    ['ids that are taken', '<bpmndi:BPMNShape id="x" bpmnElement="x"/>'],
  ])('is a warning: %s', async (_name, content) => {
    expect(await marksOf(di(content))).toEqual(['layout-damage null']);
  });

  it('may have negative sizes', async () => {
    const shape =
      '<bpmndi:BPMNShape id="d" bpmnElement="x"><dc:Bounds x="0" y="0" width="-1" height="-1"/></bpmndi:BPMNShape>';
    expect(await marksOf(di(shape))).toEqual([]);
  });
});

describe('what is read as it is meant', () => {
  it('keeps foreign extensions', async () => {
    const xml = around(
      '<task id="x"><extensionElements><my:note xmlns:my="urn:my" a="b">c</my:note></extensionElements></task>',
    );
    expect(await marksOf(xml)).toEqual([]);
  });

  it('warns of attributes that no descriptor knows', async () => {
    expect(await marksOf(around('<task id="x" apg:colour="red"/>'))).toEqual(['unknown-attribute x']);
  });

  it('refuses extensions no descriptor knows', async () => {
    const xml = around('<task id="x"><extensionElements><camunda:magic/></extensionElements></task>');
    expect(await marksOf(xml)).toEqual(['!xml null']);
  });

  it('accepts a byte order mark', async () => {
    expect(await marksOf(`\ufeff${around('<task id="x"/>')}`)).toEqual([]);
  });

  it('keeps characters beyond 16 bits', async () => {
    const model = await modelOf(around('<task id="x" name="&#x1F600;&#128512;&#xe4;&#x0000e4;"/>'));
    expect(nodeIn(model, 'task').name).toBe('😀😀ää');
  });

  it('never has both vendors’ extensions in one file', async () => {
    const xml = chain(
      '<userTask id="x" camunda:assignee="a"/><userTask id="y"><extensionElements><zeebe:userTask/></extensionElements></userTask>',
      'x',
      'y',
    );
    expect(await marksOf(xml)).toEqual(['!mixed-dialects null']);
  });

  it('recognises a vendor by a default namespace, too', async () => {
    const xml = around(
      '<serviceTask id="x"><extensionElements><taskDefinition xmlns="http://camunda.org/schema/zeebe/1.0" type="mail"/></extensionElements></serviceTask>',
    );
    expect(nodeIn(await modelOf(xml), 'serviceTask').work).toMatchObject({ jobType: { source: 'mail' } });
  });
});
