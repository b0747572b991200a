import { describe, expect, it } from 'vitest';
import { parseTemplate, templateOf } from './template.ts';

describe('a template', () => {
  it('is a single value when nothing surrounds the one expression', () => {
    expect(parseTemplate('${x}').kind).toBe('single');
    expect(parseTemplate('#{x}').kind).toBe('single');
    expect(parseTemplate('${x} ').kind).toBe('text');
    expect(parseTemplate('plain').kind).toBe('text');
    expect(parseTemplate('').kind).toBe('text');
  });

  it('mixes text and expressions', () => {
    expect(parseTemplate('Hi ${x}#{y}, $5 {z}')).toMatchObject({
      parts: ['Hi ', { name: 'x' }, { name: 'y' }, ', $5 {z}'],
    });
  });

  it('takes a backslash before the opening as text', () => {
    expect(parseTemplate(String.raw`\${x} \#{y} ${'${z}'}`)).toMatchObject({
      parts: ['${x} #{y} ', { name: 'z' }],
    });
  });

  it('is parsed once', () => {
    const written = { source: '${once}' };
    expect(templateOf(written, [])).toBe(templateOf(written, []));
  });

  it('has at most 4,096 characters', () => {
    expect(() => parseTemplate('x'.repeat(5_120))).toThrow('at most 4096 characters, found 5120');
  });
});
