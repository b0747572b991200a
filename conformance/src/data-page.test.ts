import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readCases } from './read-cases.ts';

const page = readFileSync(new URL('../../docs/data-between-scopes.md', import.meta.url), 'utf8');
const known = readCases().map(({ path }) => path);
/** A rule with what follows it up to the next rule or the end of its list. */
const rules = [...page.matchAll(/^- (?:.|\n(?!- |\n))*/gm)].map(([rule]) => rule);
const casesOf = (text: string) =>
  [...text.matchAll(/\[([\w/-]+)\]\(\.\.\/conformance\/cases\/([\w/-]+)\.json\)/g)].map(
    ([, name = '', path = '']) => ({ name, path }),
  );

describe('docs/data-between-scopes.md', () => {
  test('has rules', () => {
    expect(rules.length).toBeGreaterThan(50);
  });

  test.each(rules)('names cases that exist: %s', (rule) => {
    const named = casesOf(rule);
    expect(named.length).toBeGreaterThan(0);
    for (const { name, path } of named) {
      expect(name).toBe(path);
      expect(known).toContain(path);
    }
  });

  test('names every case that was written for it', () => {
    const named = new Set(casesOf(page).map(({ path }) => path));
    expect(known.filter((path) => path.startsWith('scopes/') && !named.has(path))).toEqual([]);
  });
});
