import { describe, expect, it } from 'vitest';
import { screenXml } from './screen.ts';

function refusal(xml: string): string {
  const screened = screenXml(xml);
  if (screened.kind === 'passed') return 'passed';
  const { line, column, message } = screened.finding;
  return `${line}:${column} ${message}`;
}

describe('what does not reach the parser', () => {
  it.each([
    ['an empty text', '', '1:1 Expected a BPMN 2.0 document, but found no text'],
    ['blanks', ' \n ', '1:1 Expected a BPMN 2.0 document, but found no text'],
    ['JSON', '\n{"name":"x"}', "2:1 Expected XML to begin with '<', but found '{'"],
    [
      'a document type',
      '<?xml version="1.0"?>\n<!DOCTYPE a>',
      "2:1 Expected XML without a document type, but found '<!DOCTYPE'",
    ],
    ['an entity of its own', '<a>\n&lol;</a>', "2:1 Expected an entity XML defines, but found '&lol;'"],
    ['an entity in an attribute', '<a b="&lol;"/>', "1:7 Expected an entity XML defines, but found '&lol;'"],
    ['a NUL', '<a>\u0000</a>', '1:4 Expected only characters XML allows, but found U+0000'],
    ['half a character', '<a>\ud800</a>', '1:4 Expected only characters XML allows, but found U+D800'],
    [
      'a reference to NUL',
      '<a>&#0;</a>',
      "1:4 Expected a reference to a character XML allows, but found '&#0;'",
    ],
    [
      'a hexadecimal one',
      '<a b="&#x1;"/>',
      "1:7 Expected a reference to a character XML allows, but found '&#x1;'",
    ],
    [
      'UTF-16',
      '<?xml version="1.0" encoding="UTF-16"?><a/>',
      "1:1 Expected the encoding UTF-8, but found 'UTF-16'",
    ],
  ])('refuses %s', (_name, xml, expected) => {
    expect(refusal(xml)).toBe(expected);
  });

  it('refuses 50,000 levels at the three-hundredth', () => {
    expect(refusal('<a>'.repeat(50_000))).toBe(
      '1:901 Expected at most 300 levels of nesting, but found more',
    );
  });

  it('refuses the element after the fifty-thousandth', () => {
    expect(refusal(`<a>${'<b/>'.repeat(49_999)}</a>`)).toBe('passed');
    expect(refusal(`<a>${'<b/>'.repeat(50_000)}</a>`)).toContain('Expected at most 50000 elements');
  });

  it('counts bytes, not characters', () => {
    const size = 4 * 1024 * 1024;
    expect(refusal(`<a>${'x'.repeat(size - 7)}</a>`)).toBe('passed');
    expect(refusal(`<a>${'x'.repeat(size - 6)}</a>`)).toContain(`Expected at most ${size} bytes`);
    expect(refusal(`<a>${'ä'.repeat(size / 2 - 3)}</a>`)).toContain(`but found ${size + 1}`);
    expect(refusal(`<a>${'€'.repeat(size / 3)}</a>`)).toContain('but found');
    expect(refusal(`<a>${'😀'.repeat(size / 4)}</a>`)).toContain(`but found ${size + 7}`);
  });

  it('tags with too many attributes', () => {
    const tag = (count: number) => `<a ${Array.from({ length: count }, (_, at) => `b${at}="1"`).join(' ')}/>`;
    expect(refusal(tag(1_000))).toBe('passed');
    expect(refusal(tag(1_001))).toBe('1:1 Expected at most 1000 attributes in one tag, but found more');
  });

  it('lets through what XML allows', () => {
    expect(
      refusal('<?xml version="1.0" encoding=\'utf-8\'?><a b="&lt;&#10;&#xe4;">&amp; &#x1F600; a & b</a>'),
    ).toBe('passed');
    expect(refusal('<?xml-stylesheet href="x"?><a>\t\r\n</a>')).toBe('passed');
    expect(refusal('</a></a>')).toBe('passed');
  });
});

describe('where things stand', () => {
  it('knows ids of elements, but not those of extensions', () => {
    const screened = screenXml(
      '<a id="1">\n<extensionElements><b id="2"/></extensionElements><c id="2"/><d id="1"/></a>',
    );
    const offsets = screened.kind === 'passed' ? [...screened.index.offsets] : [];
    expect(offsets).toEqual([
      ['1', 0],
      ['2', 61],
    ]);
  });

  it('knows where the diagrams are', () => {
    const screened = screenXml('<a><di:BPMNDiagram><b/></di:BPMNDiagram></a>');
    expect(screened).toMatchObject({ index: { diagrams: [{ offset: 3, end: 40 }] } });
  });
});
