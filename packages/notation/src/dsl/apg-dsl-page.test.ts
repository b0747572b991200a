import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileDsl } from '../compile-definition.ts';
import { normalDocument } from '../testing/normal-document.ts';
import { formatDsl } from './format-dsl.ts';
import { readDsl } from './read-dsl.ts';
import { writeDsl } from './write-dsl.ts';

const page = readFileSync(new URL('../../../../docs/apg-dsl.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/```apg\n(.*?)```/gs)].map(([, text = '']) => text);

describe('the page about the DSL', () => {
  it.each(examples)('shows texts that are read without a finding and written again: %#', (text) => {
    const { document, findings } = readDsl(text);
    expect(findings).toEqual([]);
    if (document === null) throw new Error('Expected a document, but found none');
    const again = readDsl(writeDsl(document));
    expect(again.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(again.document === null ? null : normalDocument(again.document)).toEqual(normalDocument(document));
  });

  it.each(examples)('shows texts in their usual form: %#', (text) => {
    expect(formatDsl(text).replace(/ +#/g, ' #')).toBe(text.replace(/ +#/g, ' #'));
  });

  it.each(examples)('shows processes that can be deployed: %#', async (text) => {
    const { findings } = await compileDsl(text);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
