import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryFile } from '../testing/arbitrary-process.ts';
import { normalDocument } from '../testing/normal-document.ts';
import { completeDsl, diagnoseDsl, hoverDsl } from './editor.ts';
import { formatDsl } from './format-dsl.ts';
import { highlightDsl } from './highlight.ts';
import { readDsl } from './read-dsl.ts';
import { writeDsl } from './write-dsl.ts';

const fragment = fc.constantFrom(
  '"',
  '\\',
  '`',
  ':',
  '\n',
  '\n  ',
  '\n    ',
  '\t',
  '\r\n',
  '->',
  '-> NEXT',
  '|',
  '#',
  '=',
  '${',
  'WHEN',
  'JOIN',
  'PARALLEL:',
  'BRANCH:',
  'OTHERWISE',
  'REPEAT:',
  'UNTIL x',
  'ON',
  'UNDO WITH',
  'FOR EACH',
  'END',
  'START',
  'FORM',
  'FIELD',
  '- ',
  'inputs:',
  'SUBPROCESS',
  'WORKFLOW',
  'LANE',
  'NOTE',
  'DATA',
  'POOL',
  'MESSAGE_FLOW',
  '__proto__: x',
  'constructor',
  '\u200b',
  '\u2028',
);

const mutated = fc
  .tuple(arbitraryFile, fc.array(fc.tuple(fc.nat(), fc.nat(12), fragment), { minLength: 1, maxLength: 8 }))
  .map(([file, edits]) =>
    edits.reduce((text, [at, length, inserted]) => {
      const from = at % (text.length + 1);
      return text.slice(0, from) + inserted + text.slice(from + length);
    }, writeDsl(file)),
  );

describe('any process', () => {
  it('is the same after it has been written in the DSL', () => {
    fc.assert(
      fc.property(arbitraryFile, (file) => {
        const text = writeDsl(file);
        const { document, findings } = readDsl(text);
        expect(
          findings.filter(({ severity }) => severity === 'error'),
          text,
        ).toEqual([]);
        expect(document === null ? null : normalDocument(document), text).toEqual(normalDocument(file));
      }),
      { numRuns: 500 },
    );
  });

  it('stands in its usual form when it is written', () => {
    fc.assert(
      fc.property(arbitraryFile, (file) => {
        const text = writeDsl(file);
        expect(formatDsl(text)).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
});

describe('any text', () => {
  it('is read without a throw, and every finding has its place', () => {
    fc.assert(
      fc.property(fc.oneof(mutated, fc.string({ unit: 'binary', maxLength: 200 })), (text) => {
        const lines = text.split(/\r\n|\n|\r/);
        for (const { line, column, message } of readDsl(text).findings) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines.length);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(message).toMatch(/^Expected .*, but found /);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('means the same in its usual form, which has no other', () => {
    fc.assert(
      fc.property(mutated, (text) => {
        const formatted = formatDsl(text);
        expect(readDsl(formatted).document).toEqual(readDsl(text).document);
        expect(formatDsl(formatted)).toBe(formatted);
      }),
      { numRuns: 300 },
    );
  });

  it('can be shown, completed and explained at any place', () => {
    fc.assert(
      fc.property(mutated, fc.nat(), (text, at) => {
        const offset = at % (text.length + 1);
        completeDsl(text, offset);
        hoverDsl(text, offset);
        let end = 0;
        for (const { from, to } of highlightDsl(text)) {
          expect(from).toBeGreaterThanOrEqual(end);
          expect(to).toBeGreaterThan(from);
          end = to;
        }
        for (const { from, to } of diagnoseDsl(text)) {
          expect(from).toBeLessThanOrEqual(to);
          expect(to).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 150 },
    );
  });
});
