import type { WrittenCase } from './case.ts';

const head = `# BPMN support

What the engine executes, element by element, with the case that proves it. Written by
\`node --import tsx conformance/src/write-support-page.ts\` from \`conformance/cases\`; a test compares the two.
Every case runs in memory, in memory with nothing kept but what is stored, in a browser, on PGlite and on
PostgreSQL, with the same journal on each ([how](../conformance/README.md)).

Everything a process may contain and that is not listed here is either kept without effect (documentation,
artifacts, groups, data stores, lanes but for the candidate group they name) or refused by name when the
process is deployed. What the specification leaves open, and how it is decided here, is in
[bpmn-decisions.md](bpmn-decisions.md).
`;

/** The page of what is supported: a table per element, a row per thing proved. */
export function supportPage(cases: readonly WrittenCase[]): string {
  const proofs = new Map<string, Map<string, string[]>>();
  for (const { path, scenario } of cases) {
    for (const proved of scenario.proves) {
      const [element = proved, ...rest] = proved.split('/');
      const rows = proofs.get(element) ?? new Map<string, string[]>();
      proofs.set(element, rows);
      const what = rest.length === 0 ? 'basic' : rest.join(', ');
      rows.set(what, [...(rows.get(what) ?? []), path]);
    }
  }
  const tables = [...proofs].sort(byName).map(([element, rows]) => table(element, rows));
  return [head, ...tables, patterns(cases)].join('\n');
}

function table(element: string, rows: ReadonlyMap<string, readonly string[]>): string {
  const lines = [...rows].sort(byName).map(([what, paths]) => `- ${what}: ${paths.map(link).join(', ')}`);
  return `## \`${element}\`\n\n${lines.join('\n')}\n`;
}

function patterns(cases: readonly WrittenCase[]): string {
  const shown = cases
    .flatMap(({ path, scenario }) =>
      scenario.pattern === undefined ? [] : [{ number: scenario.pattern, path, title: scenario.title }],
    )
    .sort((a, b) => a.number - b.number || (a.path < b.path ? -1 : 1));
  const lines = shown.map(({ number, path, title }) => `- WCP-${number}: ${title} (${link(path)})`);
  return `## Workflow control-flow patterns\n\nThose BPMN cannot express are in [patterns.md](../conformance/patterns.md).\n\n${lines.join('\n')}\n`;
}

function link(path: string): string {
  return `[${path}](../conformance/cases/${path}.json)`;
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
