import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileJsonText, compileYaml } from '../compile-definition.ts';
import { hasErrors } from '../finding.ts';

const page = readFileSync(new URL('../../../../docs/process-json.md', import.meta.url), 'utf8');

/** The blocks of one language that are definitions, not parts of one. */
function definitionsIn(language: string): readonly string[] {
  const blocks = [...page.matchAll(/^```(\w+)\n(.*?)^```/gms)];
  return blocks.flatMap(([, name, text = '']) =>
    name === language && /^\s*(?:\{\s*)?"?name"?:/.test(text) ? [text] : [],
  );
}

describe('docs/process-json.md', () => {
  it('shows JSON and YAML that compile', async () => {
    const [json, ...otherJson] = definitionsIn('json');
    const [yaml, ...otherYaml] = definitionsIn('yaml');
    expect([...otherJson, ...otherYaml]).toEqual([]);
    for (const { kind, findings } of [await compileJsonText(json ?? ''), await compileYaml(yaml ?? '')]) {
      expect(kind).toBe('compiled');
      expect(hasErrors(findings)).toBe(false);
    }
  });
});
