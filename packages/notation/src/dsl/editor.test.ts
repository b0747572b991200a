import { describe, expect, it } from 'vitest';
import { completeDsl, diagnoseDsl, hoverDsl } from './editor.ts';
import { highlightDsl } from './highlight.ts';

/** The text without its mark, and where the mark was. */
function marked(text: string): readonly [string, number] {
  const at = text.indexOf('¦');
  return [text.replace('¦', ''), at];
}

function labels(text: string): readonly string[] {
  return completeDsl(...marked(text))?.options.map(({ label }) => label) ?? [];
}

describe('an editor of the DSL', () => {
  it('shows what each part of a text is', () => {
    const text = 'USER_TASK check "Check" # all\n  assignee: = owner\n  -> done WHEN a > 1';
    expect(highlightDsl(text).map((token) => [text.slice(token.from, token.to), token.class])).toEqual([
      ['USER_TASK', 'keyword'],
      ['check', 'id'],
      ['"Check"', 'text'],
      ['# all', 'comment'],
      ['assignee', 'attribute'],
      ['= owner', 'expression'],
      ['->', 'arrow'],
      ['done', 'id'],
      ['WHEN', 'clause'],
      ['a > 1', 'expression'],
    ]);
  });

  it.each([
    ['keywords', 'WORKFLOW "P"\nUS¦', ['USER_TASK']],
    ['attributes', 'USER_TASK "A"\n  ass¦', ['assignee']],
    ['attributes of an event', 'START ON MESSAGE "m"\n  corr¦', ['correlation_key']],
    ['words of an attribute', 'SCRIPT_TASK "A"\n  script_language: j¦', ['javascript', 'juel']],
    ['events', 'USER_TASK "A"\n  ON ¦', expect.arrayContaining(['MESSAGE', 'TIMEOUT', 'ERROR'])],
    ['targets', 'WORKFLOW "P"\nTASK check\n  -> ¦', ['NEXT', 'NOWHERE', 'check']],
    ['nothing within a text', 'TASK "US¦"', []],
  ])('proposes %s', (_what, text, proposed) => {
    expect(labels(text)).toEqual(proposed);
  });

  it.each([
    ['keywords', 'USER_¦TASK "A"', 'Work for a person.'],
    ['attributes', 'USER_TASK "A"\n  s¦la: "4h"', 'sla: a duration such as 2h or PT2H'],
    ['elements', 'WORKFLOW "P"\nTASK check "Check"\n-> che¦ck', 'TASK check "Check" (line 2)'],
  ])('explains %s', (_what, text, explained) => {
    expect(hoverDsl(...marked(text))?.text).toBe(explained);
  });

  it('marks what a finding is about', () => {
    const text = 'WORKFLOW "P"\r\nSTART\r\nUSR_TASK "A"\r\nEND';
    const [diagnostic] = diagnoseDsl(text);
    expect(text.slice(diagnostic?.from, diagnostic?.to)).toBe('USR_TASK');
    expect(diagnostic).toMatchObject({ severity: 'error', rule: 'unknown-keyword' });
  });
});
