import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = new URL('../../../../', import.meta.url);
const read = (path: string): string => readFileSync(fileURLToPath(new URL(path, root)), 'utf8');
const page = read('docs/security.md');

/** Requirements of levels 1 and 2 of OWASP ASVS 5.0.0, chapters 1 to 16. */
const requirements = readFileSync(new URL('asvs-requirements.txt', import.meta.url), 'utf8')
  .trim()
  .split(/\s+/);

const rows = page
  .split('\n')
  .filter((line) => /^\| V\d/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, id = '', asked = '', how = '', proof = '']) => ({ id, asked, how, proof }));

function fileOf(path: string): string {
  return /^(packages|e2e)\//.test(path) ? path : `packages/server/src/${path}`;
}

describe('docs/security.md', () => {
  it('has every requirement of levels 1 and 2 once', () => {
    const found = page.match(/\bV\d+\.\d+\.\d+\b/g) ?? [];
    expect(requirements).toHaveLength(246);
    expect(found.toSorted()).toEqual(requirements.toSorted());
  });

  it('counts right', () => {
    const ofList = (title: string): number => {
      const lists = page.split(`\n${title}:\n\n`).slice(1);
      return lists.flatMap((text) => text.split('\n\n')[0]?.match(/\bV\d+\.\d+\.\d+\b/g) ?? []).length;
    };
    const byReview = rows.filter(({ proof }) => proof.startsWith('by review')).length;
    const counts = [rows.length - byReview, byReview, ofList('Not met'), ofList('Does not apply')];
    const [, all, ...told] =
      /Of (\d+) requirements (\d+) are met with a test, (\d+) are met by[^,]+,\s+(\d+) are not met, and (\d+) do/.exec(
        page,
      ) ?? [];
    expect(told.map(Number)).toEqual(counts);
    expect(Number(all)).toBe(requirements.length);
  });

  it.each(rows)('names what proves $id: a test there is, or a review', ({ asked, how, proof }) => {
    expect(asked).not.toBe('');
    expect(how).not.toBe('');
    const cited = /^`([^`]+)` › `(.+)`$/.exec(proof);
    if (cited === null) {
      expect(proof).toMatch(/^by review(: .+)?$/);
      // A review needs a place to look at.
      expect(how + proof).toMatch(/`[^`]+`|\]\(/);
      return;
    }
    const [, path = '', name = ''] = cited;
    expect(existsSync(fileURLToPath(new URL(fileOf(path), root)))).toBe(true);
    const quoted = ["'", '`', '"'].map((quote) => `${quote}${name}${quote}`);
    const text = read(fileOf(path));
    expect(quoted.some((each) => text.includes(each))).toBe(true);
  });
});
