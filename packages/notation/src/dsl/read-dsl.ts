import { freeIds } from '../document/free-ids.ts';
import { type ProcessFile, processFileSchema } from '../document/process-document.ts';
import { type Finding, hasErrors, worstFirst } from '../finding.ts';
import { findingIn, type Place, type ReportAt } from './excerpt.ts';
import { finishScope } from './flows.ts';
import { parse } from './grammar.ts';
import { lex } from './lexer.ts';
import { dslLimits } from './limits.ts';
import { readFile } from './read-file.ts';
import { writtenIds } from './read-ids.ts';
import { readSteps } from './read-steps.ts';
import type { Reading } from './reading.ts';
import { settleMentions } from './settle-mentions.ts';
import { linesOf } from './text-lines.ts';

/** A text of the APG DSL, read. */
export interface ReadDsl {
  /** What could be read, even where there are errors; null where nothing could. */
  readonly document: ProcessFile | null;
  /** In the order of the text, at most a hundred; each has line, column and an excerpt in its message. */
  readonly findings: readonly Finding[];
  /** Where each element, flow, pool and process stands with all that belongs to it, by its id. */
  readonly positions: ReadonlyMap<string, Place>;
}

/** Reads the APG DSL. All errors come at once; it never throws. */
export function readDsl(text: string): ReadDsl {
  const { lines, offsets } = linesOf(text);
  const findings: Finding[] = [];
  const report: ReportAt = (place, rule, message, severity) => {
    if (findings.length >= dslLimits.findings * 10) return;
    const text = typeof message === 'string' ? message : message();
    findings.push(findingIn(lines, place, rule, text, severity));
  };
  const start: Place = { line: 1, column: 1, endLine: 1, endColumn: 1 };
  if (text.length > dslLimits.textLength) {
    report(
      start,
      'text-length',
      `Expected at most ${dslLimits.textLength} characters, but found ${text.length}`,
    );
    return { document: null, findings, positions: new Map() };
  }
  if (lines.length > dslLimits.lines) {
    report(start, 'text-length', `Expected at most ${dslLimits.lines} lines, but found ${lines.length}`);
    return { document: null, findings, positions: new Map() };
  }
  const lexed = lex(lines, offsets, report);
  if (lexed.tokens.length === 0 && !hasErrors(findings)) {
    report(start, 'empty', 'Expected WORKFLOW "Name", but found no text');
  }
  const { entries, errors } = parse(lexed.tokens);
  for (const { place, message } of errors) report(place, 'syntax', message);
  const reading: Reading = {
    report,
    freeId: freeIds(writtenIds(entries, report)),
    named: [],
    mentions: [],
    scopes: [],
    readSteps,
  };
  const draft = readFile(entries, reading);
  settleMentions(reading);
  for (const scope of reading.scopes) finishScope(scope, reading.freeId, reading.named);
  warnOfSameNames(reading);
  const document = processFileSchema.safeParse(draft);
  const positions = new Map(
    reading.named.map(({ id, line, column, endColumn, endLine, lastLine }) => {
      const end = lastLine > endLine ? (lines[lastLine - 1] ?? '').length + 1 : endColumn;
      return [id, { line, column, endLine: lastLine, endColumn: end }];
    }),
  );
  if (!document.success && !hasErrors(findings)) {
    for (const { path, message } of document.error.issues.slice(0, 10)) {
      report(
        start,
        'schema',
        `Expected a document of the schema, but found at /${path.join('/')}: ${message}`,
      );
    }
  }
  return {
    document: document.success ? document.data : null,
    findings: inOrder(findings),
    positions,
  };
}

/** Two steps of one name are told apart by their ids, which nobody sees. */
function warnOfSameNames({ named, report }: Reading): void {
  const first = new Map<string, number>();
  for (const { id, name, line, column, endLine, endColumn } of named) {
    if (name === null || name === '') continue;
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, line);
    else if (/_\d+$/.test(id)) {
      const message = `Expected a name of its own, but found ${JSON.stringify(name.slice(0, 40))}, which line ${earlier} has; this one is ${id}`;
      report({ line, column, endLine, endColumn }, 'duplicate-name', message, 'warning');
    }
  }
}

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return [...worstFirst(findings)].sort(
    (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
}
