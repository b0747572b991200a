import { describe, expect, it } from 'vitest';
import { idAttribute, localName, xmlTokens } from './tokens.ts';

const tokens = (xml: string) =>
  [...xmlTokens(xml)].map(({ kind, offset, end }) => `${kind} ${xml.slice(offset, end)}`);

describe('the walk over XML', () => {
  it('names tags, text and instructions in order', () => {
    expect(tokens('<?xml version="1.0"?><a b="c">text<d/></a>')).toEqual([
      'instruction <?xml version="1.0"?>',
      'open <a b="c">',
      'text text',
      'empty <d/>',
      'close </a>',
    ]);
  });

  it('passes over comments and CDATA, whatever they contain', () => {
    expect(tokens('<a><!-- <b> --><![CDATA[<!DOCTYPE c>]]></a>')).toEqual(['open <a>', 'close </a>']);
  });

  it('finds the end of a tag behind quoted brackets', () => {
    expect(tokens(`<a b=">" c='/>'/>`)).toEqual([`empty <a b=">" c='/>'/>`]);
  });

  it('sees a document type', () => {
    expect(tokens('<!DOCTYPE a><a/>')).toEqual(['declaration <!DOCTYPE a>', 'empty <a/>']);
  });

  it.each(['<a b="', '<!-- a', '<![CDATA[ a', '<?xml ', '</a', '<', '<a'])(
    'ends with the text in %s',
    (xml) => {
      expect([...xmlTokens(xml)].every((token) => token.end <= xml.length)).toBe(true);
    },
  );

  it('reads names and ids of tags', () => {
    expect(localName('<bpmn:task id="x">')).toBe('task');
    expect(localName('<task>')).toBe('task');
    expect(localName('< task>')).toBe('');
    expect(idAttribute(`<task id='x' name="y">`)).toBe('x');
    expect(idAttribute('<task name="y" id = "x">')).toBe('x');
    expect(idAttribute('<task camunda:id="x">')).toBe(null);
  });
});
