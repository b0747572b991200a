import { describe, expect, it } from 'vitest';
import { bpmn, definitions } from '../testing/bpmn.ts';
import { canonicalBpmn } from './canonical-bpmn.ts';
import { readRecords } from './read-records.ts';

function recordsOf(xml: string) {
  const read = readRecords(xml);
  if (read.kind === 'refused') throw new Error(read.findings.map(({ message }) => message).join('\n'));
  return read.document;
}

function canonical(xml: string): string {
  const result = canonicalBpmn(xml);
  if (result.kind === 'refused') throw new Error(result.findings.map(({ message }) => message).join('\n'));
  return result.bpmnXml;
}

describe('the records of a document', () => {
  it('are the elements of the model by id, with what belongs to each', () => {
    const { elements } = recordsOf(
      bpmn(
        '<laneSet id="ls"><lane id="l"><flowNodeRef> a </flowNodeRef></lane></laneSet>' +
          '<subProcess id="sub"><task id="a" name="A" isForCompensation="false"><documentation>D</documentation><incoming>x</incoming></task></subProcess>',
      ),
    );
    expect([...elements.keys()]).toEqual(['/definitions', 'p', 'ls', 'l', 'sub', 'a']);
    expect(elements.get('a')).toMatchObject({
      type: 'task',
      parent: 'sub',
      attributes: new Map([['name', 'A']]),
      parts: [{ name: 'documentation', content: ['D'] }],
      lanes: ['l'],
    });
  });

  it('have keys of what they say where they have no ids, each once', () => {
    const { elements } = recordsOf(
      bpmn(
        '<laneSet/><task id="a"/><task id="b"/><association sourceRef="a" targetRef="b"/><association sourceRef="a" targetRef="b"/><task id="a"/><task name="A"/>',
      ),
    );
    expect([...elements.keys()].slice(2)).toEqual([
      'p/laneSet',
      'a',
      'b',
      'p/association:a->b',
      'p/association:a->b/2',
      'a/2',
      'p/task:A',
    ]);
  });

  it('know drawings by what they draw', () => {
    const { diagrams } = recordsOf(
      definitions(
        '<process id="p"><task id="a"/></process><d:BPMNDiagram xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:c="http://www.omg.org/spec/DD/20100524/DC" id="x"><d:BPMNPlane bpmnElement="p"><d:BPMNShape id="y" bpmnElement="q:a"><c:Bounds x="1.50" y="-0" width="+10" height="1e2"/></d:BPMNShape><d:BPMNShape/></d:BPMNPlane></d:BPMNDiagram>',
      ),
    );
    expect([...diagrams.keys()]).toEqual([
      'diagram',
      'diagram/plane',
      'diagram/plane/a',
      'diagram/plane//bpmndi:BPMNShape',
    ]);
    const bounds = diagrams.get('diagram/plane/a')?.parts[0]?.attributes;
    expect(Object.fromEntries(bounds ?? [])).toEqual({ x: '1.5', y: '0', width: '10', height: '1e2' });
  });

  it('keep ids that are names of other things in the language', () => {
    const { elements } = recordsOf(bpmn('<task id="__proto__" constructor="x"/>'));
    expect(elements.get('__proto__')?.attributes.get('constructor')).toBe('x');
  });
});

describe('writing records', () => {
  it('writes elements where the schema has them, flows and lanes from what they connect', () => {
    const written = canonical(
      bpmn(
        '<task id="a"><outgoing>old</outgoing><multiInstanceLoopCharacteristics/><extensionElements/><ioSpecification/><documentation>D</documentation></task><endEvent id="e"/><sequenceFlow id="f" sourceRef="a" targetRef="e"/><laneSet id="ls"><lane id="l"><flowNodeRef>e</flowNodeRef><flowNodeRef>nothing</flowNodeRef><flowNodeRef>a</flowNodeRef></lane></laneSet>',
      ),
    );
    expect(written.split('\n').slice(2, -2)).toEqual([
      '  <bpmn:process id="p" isExecutable="true">',
      '    <bpmn:laneSet id="ls">',
      '      <bpmn:lane id="l">',
      '        <bpmn:flowNodeRef>nothing</bpmn:flowNodeRef>',
      '        <bpmn:flowNodeRef>a</bpmn:flowNodeRef>',
      '        <bpmn:flowNodeRef>e</bpmn:flowNodeRef>',
      '      </bpmn:lane>',
      '    </bpmn:laneSet>',
      '    <bpmn:task id="a">',
      '      <bpmn:documentation>D</bpmn:documentation>',
      '      <bpmn:outgoing>f</bpmn:outgoing>',
      '      <bpmn:ioSpecification />',
      '      <bpmn:multiInstanceLoopCharacteristics />',
      '    </bpmn:task>',
      '    <bpmn:endEvent id="e">',
      '      <bpmn:incoming>f</bpmn:incoming>',
      '    </bpmn:endEvent>',
      '    <bpmn:sequenceFlow id="f" sourceRef="a" targetRef="e" />',
      '  </bpmn:process>',
    ]);
    expect(written.endsWith('</bpmn:definitions>\n')).toBe(true);
  });

  it('keeps text letter by letter, in sections where that is readable', () => {
    const texts = [
      'a < b && c',
      ' spaces ',
      'two\n  lines',
      ']]> & more',
      'tab\tand &#13; return',
      'é 😀 ]]',
    ];
    const written = canonical(
      bpmn(
        texts
          .map((text, index) => `<scriptTask id="t${index}"><script>${escaped(text)}</script></scriptTask>`)
          .join(''),
      ),
    );
    expect(written).toContain('<bpmn:script><![CDATA[a < b && c]]></bpmn:script>');
    const scripts = [...recordsOf(written).elements.values()].flatMap(({ parts }) => parts);
    expect(scripts.map(({ content }) => content[0])).toEqual(
      texts.map((text) => text.replace('&#13;', '\r')),
    );
  });

  it('keeps attributes letter by letter', () => {
    const written = canonical(bpmn('<task id="t" name="a&#10;&lt;&quot;&amp;&#9;&#x1F600;\'"/>'));
    expect(written).toContain(`name="a&#10;&lt;&quot;&amp;&#9;😀'"`);
    expect(recordsOf(written).elements.get('t')?.attributes.get('name')).toBe('a\n<"&\t😀\'');
  });

  it('keeps comments with the element they stand before, or else in', () => {
    const written = canonical(
      bpmn('<!-- one --><task id="t"><!-- two --><incoming>x</incoming></task><!-- three -->'),
    );
    expect(written).toContain('  <!-- three -->\n  <bpmn:process');
    expect(written).toContain('    <!-- one -->\n    <!-- two -->\n    <bpmn:task id="t" />');
    expect(canonical(written)).toBe(written);
  });

  it('keeps prefixes apart that mean different things, and those that values may use', () => {
    const written = canonical(
      definitions(
        '<process id="p" xmlns:x="urn:one"><extensionElements><x:a><x:b xmlns:x="urn:two" kind="tns:c"/></x:a><none xmlns=""/></extensionElements></process>',
      ).replace('targetNamespace', 'xmlns:tns="urn:tns" xmlns:unused="urn:unused" targetNamespace'),
    );
    expect(written).toContain('<x:a>\n        <x2:b kind="tns:c" />\n      </x:a>\n      <none />');
    expect(written).toContain('xmlns:tns="urn:tns" xmlns:x="urn:one" xmlns:x2="urn:two"');
    expect(written).not.toContain('unused');
    expect(canonical(written)).toBe(written);
  });

  it('says of qualified names what they name', () => {
    const written = canonical(
      definitions(
        '<message id="m"/><process id="p"><startEvent id="s"><messageEventDefinition messageRef="tns:m"/></startEvent><sequenceFlow id="f" sourceRef="tns:s" targetRef="other:e"><conditionExpression xsi:type="tFormalExpression">x</conditionExpression></sequenceFlow></process>',
      ),
    );
    expect(written).toContain('messageRef="m"');
    expect(written).toContain('sourceRef="s" targetRef="other:e"');
    expect(written).toContain('xsi:type="bpmn:tFormalExpression"');
  });
});

describe('a text that is no document', () => {
  it.each([
    ['<a></b>', 'Expected </a>, but found </b>'],
    ['<a/><b/>', 'Expected one root element, but found another: <b/>'],
    ['</a>', 'Expected no closing tag, but found </a>'],
    ['<a><!-- b', 'Expected a comment or CDATA section that ends, but found the end of the text'],
    ['<a><![CDATA[', 'Expected a comment or CDATA section that ends, but found the end of the text'],
    ['<a b=c/>', 'Expected a tag, but found <a b=c/>'],
    ['<a b="c"', 'Expected a tag, but found <a b="c"'],
    ['<a', 'Expected a tag, but found <a'],
    ['< a/>', 'Expected a tag, but found < a/>'],
  ])('is refused: %s', (xml, message) => {
    expect(readRecords(xml)).toMatchObject({
      kind: 'refused',
      findings: [{ rule: 'xml', line: 1, message }],
    });
  });

  it('is refused without looking at every letter again for every letter', () => {
    for (const xml of [
      `<a ${'x'.repeat(1_000_000)}>`,
      '<!--'.repeat(500_000),
      `<a>${'<![CDATA['.repeat(200_000)}`,
    ]) {
      expect(readRecords(xml).kind).toBe('refused');
    }
  });
});

function escaped(text: string): string {
  return text
    .replace(/&(?!#)/g, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
