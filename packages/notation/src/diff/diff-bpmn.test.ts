import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bpmn, chain, definitions, flow } from '../testing/bpmn.ts';
import { applyAll, randomDocument, randomEdit, xmlOf } from '../testing/random-documents.ts';
import { diffBpmn } from './diff-bpmn.ts';
import { diffMarks } from './diff-marks.ts';
import { diffText } from './diff-text.ts';
import { isEmptyDiff, isSameModel, type ModelDiff } from './model-diff.ts';

function diffOf(before: string, after: string): ModelDiff {
  const compared = diffBpmn(before, after);
  if (compared.kind === 'refused') throw new Error(compared.findings.map((one) => one.message).join('\n'));
  return compared.diff;
}

function textOf(before: string, after: string): readonly string[] {
  return diffText(diffOf(before, after)).trimEnd().split('\n');
}

const task = (inside = '', attributes = '') =>
  chain(`<userTask id="a" ${attributes}>${inside}</userTask>`, 'a');

describe('the diff of two versions', () => {
  it('is empty where the same is written differently', () => {
    const written = chain('<userTask id="a" name="A"><incoming>s-a</incoming></userTask>', 'a');
    const otherwise = written
      .replaceAll('<', '<b:')
      .replaceAll('<b:/', '</b:')
      .replace('<b:?xml', '<?xml')
      .replace('xmlns=', 'xmlns:b=')
      .replace('<b:incoming>s-a</b:incoming>', '')
      .replace('id="a" name="A"', "startQuantity='1'\n  name='A' id='a'");
    expect(otherwise).toContain('<b:userTask');
    expect(isEmptyDiff(diffOf(written, otherwise))).toBe(true);
  });

  it('tells what was added and removed, where and between what', () => {
    const before = chain('<task id="a" name="Old"/>', 'a');
    const after = chain('<userTask id="b" name="New"/><boundaryEvent id="late" attachedToRef="b"/>', 'b');
    expect(textOf(before, after)).toEqual([
      '+ userTask "New" (b) in p',
      '+ boundaryEvent (late) on b',
      '+ sequenceFlow (s-b) s → b in p',
      '+ sequenceFlow (b-e) b → e in p',
      '- task "Old" (a) in p',
      '- sequenceFlow (s-a) s → a in p',
      '- sequenceFlow (a-e) a → e in p',
    ]);
  });

  it('tells properties one by one, however deep they stand', () => {
    const before = task(
      '<extensionElements><camunda:properties><camunda:property name="x" value="1"/></camunda:properties></extensionElements>' +
        '<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>',
      'name="Check" camunda:assignee="ann"',
    );
    const after = task(
      '<documentation>Twice</documentation>' +
        '<extensionElements><camunda:properties><camunda:property name="y" value="1"/><camunda:property name="x" value="2"/></camunda:properties></extensionElements>' +
        '<multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>4</loopCardinality></multiInstanceLoopCharacteristics>',
      'name="Check it" camunda:candidateGroups="clerks"',
    );
    expect(textOf(before, after)).toEqual([
      '~ userTask "Check it" (a)',
      '    camunda:assignee: "ann" removed',
      '    camunda:candidateGroups: "clerks" added',
      '    name: "Check" → "Check it"',
      '    extensionElements/camunda:properties/camunda:property[x]/value: "1" → "2"',
      '    extensionElements/camunda:properties/camunda:property[y]: "<camunda:property name="y" value="1" />" added',
      '    multiInstanceLoopCharacteristics/isSequential: "true" added',
      '    multiInstanceLoopCharacteristics/loopCardinality: "3" → "4"',
      '    documentation: "Twice" added',
    ]);
  });

  it('tells another type of an element as a change', () => {
    expect(diffOf(task(), chain('<serviceTask id="a"/>', 'a')).changed).toEqual([
      {
        id: 'a',
        type: 'serviceTask',
        name: null,
        parent: 'p',
        ends: [],
        changes: [{ path: 'type', before: 'userTask', after: 'serviceTask' }],
      },
    ]);
  });

  it('tells a move to another parent and to another lane', () => {
    const lanes = (one: string, other: string) =>
      `<laneSet id="ls"><lane id="l1">${one}</lane><lane id="l2">${other}</lane></laneSet>`;
    const member = '<flowNodeRef>a</flowNodeRef>';
    const before = bpmn(`${lanes(member, '')}<task id="a"/><subProcess id="sub"/>`);
    const after = bpmn(`${lanes('', member)}<subProcess id="sub"><task id="a"/></subProcess>`);
    expect(textOf(before, after)).toEqual(['> task (a) parent: p → sub', '> task (a) lane: l1 → l2']);
  });

  it('minds the order of flows only where it chooses between them', () => {
    const [one, two] = [flow('g', 'a', 'x'), flow('g', 'b', 'y')];
    const choice = (type: string, flows: string) =>
      bpmn(`<startEvent id="s"/><task id="a"/><task id="b"/><${type} id="g"/>${flow('s', 'g')}${flows}`);
    expect(textOf(choice('exclusiveGateway', one + two), choice('exclusiveGateway', two + one))).toEqual([
      '> exclusiveGateway (g) order: g-a g-b → g-b g-a',
    ]);
    const inclusive = (flows: string) => choice('inclusiveGateway', flows);
    expect(isEmptyDiff(diffOf(inclusive(one + two), inclusive(two + one)))).toBe(true);
  });

  it('finds an element that only got another id, and its flows with it', () => {
    const before = chain('<userTask id="a" name="Check"/>', 'a');
    expect(textOf(before, chain('<userTask id="check" name="Check"/>', 'check'))).toEqual([
      '= userTask "Check" (check), was a',
      '= sequenceFlow (s-check) s → check, was s-a',
      '= sequenceFlow (check-e) check → e, was a-e',
    ]);
    const renamedProcess = before.replace('<process id="p"', '<process id="q"');
    expect(textOf(before, renamedProcess)).toEqual(['= process (q), was p']);
  });

  it('takes elements that could be any of several as removed and added', () => {
    const twins = (first: string, second: string) =>
      bpmn(`<startEvent id="s"/><task id="${first}" name="T"/><task id="${second}" name="T"/>`);
    const { renamed, added, removed } = diffOf(twins('a', 'b'), twins('c', 'd'));
    expect([renamed.length, added.length, removed.length]).toEqual([0, 2, 2]);
  });

  it('keeps the drawing apart from the model', () => {
    const drawn = (x: number, color: string) =>
      definitions(
        `<process id="p"><task id="a" name="A"/></process><bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0"><bpmndi:BPMNPlane bpmnElement="p"><bpmndi:BPMNShape id="shape${x}" bpmnElement="a" bioc:fill="${color}"><dc:Bounds x="${x}" y="8.0" width="100" height="80"/></bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>`,
      );
    const diff = diffOf(drawn(10, 'red'), drawn(20, 'blue'));
    expect(isSameModel(diff)).toBe(true);
    expect(diffText(diff)).toBe(
      ': "A" (a)\n    bioc:fill: "red" → "blue"\n    bounds: "10,8 100×80" → "20,8 100×80"\n',
    );
    const gone = diffOf(drawn(10, 'red'), definitions('<process id="p"/>'));
    expect(gone.layout.map(({ id }) => id)).not.toContain('a');
  });

  it('marks what to colour in each version, the weightiest first', () => {
    const before = chain('<task id="a" name="A"/><task id="b" name="B"/>', 'a', 'b');
    const after = chain('<userTask id="a" name="A"/><task id="c" name="B"/><task id="n"/>', 'a', 'c', 'n');
    const marks = diffMarks(diffOf(before, after));
    expect(marks.before.get('a')).toBe('changed');
    expect(marks.before.get('b-e')).toBe('removed');
    expect(marks.after.get('n')).toBe('added');
    expect(marks.after.get('s')).toBe(undefined);
  });

  it('says which version cannot be read, and where', () => {
    expect(diffBpmn(task(), '<definitions>')).toMatchObject({
      kind: 'refused',
      version: 'after',
      findings: [{ rule: 'xml', line: 1, column: 14 }],
    });
    expect(diffBpmn('<!DOCTYPE a><a/>', task())).toMatchObject({ kind: 'refused', version: 'before' });
    expect(diffBpmn('<decision/>', task())).toMatchObject({
      findings: [{ message: "Expected definitions of BPMN 2.0 as the root element, but found 'decision'" }],
    });
  });
});

describe('the diff of random versions', () => {
  const versions = randomDocument.chain((document) =>
    fc.record({
      document: fc.constant(document),
      edits: fc.array(randomEdit(document, 'x'), { maxLength: 6 }),
    }),
  );

  it('is empty between a version and itself', () => {
    fc.assert(
      fc.property(randomDocument, (document) => {
        expect(isEmptyDiff(diffOf(xmlOf(document), xmlOf(document)))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('names every element that differs, and no other', () => {
    fc.assert(
      fc.property(versions, ({ document, edits }) => {
        const edited = applyAll(document, edits);
        const diff = diffOf(xmlOf(document), xmlOf(edited));
        const before = new Map<string, unknown>([...document.nodes, ...document.flows]);
        const after = new Map<string, unknown>([...edited.nodes, ...edited.flows]);
        const expected = [...new Set([...before.keys(), ...after.keys()])].filter(
          (id) => JSON.stringify(said(before.get(id))) !== JSON.stringify(said(after.get(id))),
        );
        const { added, removed, changed, moved, layout, renamed } = diff;
        const named = new Set([
          ...[added, removed, changed, moved, layout, renamed].flatMap((list) => list.map(({ id }) => id)),
          ...renamed.map((one) => one.before),
        ]);
        // Properties of one kind of element are not written for the others.
        const timers = expected.filter(
          (id) => !named.has(id) && document.nodes.has(id) && edited.nodes.has(id),
        );
        for (const id of timers) expect(edited.nodes.get(id)?.type).not.toBe('intermediateCatchEvent');
        const explained = expected.filter((id) => named.has(id) || timers.includes(id));
        expect(explained).toEqual(expected);
        expect([...named].filter((id) => !expected.includes(id))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('never throws, whatever is in the file', () => {
    const xml = xmlOf({ nodes: new Map(), flows: new Map() });
    const damaged = fc
      .tuple(fc.nat(xml.length), fc.nat(20), fc.string({ maxLength: 8, unit: 'grapheme' }))
      .map(([at, length, text]) => xml.slice(0, at) + text + xml.slice(at + length));
    fc.assert(
      fc.property(fc.oneof(damaged, fc.string()), (text) => {
        const compared = diffBpmn(xml, text);
        if (compared.kind === 'refused') expect(compared.findings.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

function said(value: unknown): unknown {
  if (value instanceof Map) return [...value].sort();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, said(one)]));
}
