import { describe, expect, it } from 'vitest';
import { compileDsl } from '../compile-definition.ts';
import { readDsl } from './read-dsl.ts';

const guide = `WORKFLOW "Employee Onboarding"
START "New Employee"
USER_TASK "Complete Forms"
  duration: "2h"
  sla: "4h"
END "Complete"
`;

/** Line, column and first line of each message. */
function complaints(text: string): readonly string[] {
  return readDsl(text).findings.map(
    ({ line, column, message }) => `${line}:${column} ${message.split('\n')[0] ?? ''}`,
  );
}

/** The steps in a process that has a start before them and an end after them. */
function around(steps: string): string {
  return `WORKFLOW "P"\nSTART\n${steps}\nEND`;
}

function processOf(text: string) {
  const { document, findings } = readDsl(text);
  expect(findings).toEqual([]);
  const process = document?.processes[0];
  if (process === undefined) throw new Error('Expected a process, but found none');
  return process;
}

describe('the DSL', () => {
  it('reads the sample of the guide', () => {
    expect(readDsl(guide)).toMatchObject({
      findings: [],
      document: {
        processes: [
          {
            process_id: 'employee_onboarding',
            name: 'Employee Onboarding',
            activities: [
              { id: 'new_employee', type: 'startEvent', name: 'New Employee' },
              {
                id: 'complete_forms',
                type: 'userTask',
                name: 'Complete Forms',
                duration: 'PT2H',
                sla: 'PT4H',
              },
              { id: 'complete', type: 'endEvent', name: 'Complete' },
            ],
            flows: [
              { from: 'new_employee', to: 'complete_forms' },
              { from: 'complete_forms', to: 'complete' },
            ],
          },
        ],
      },
    });
  });

  it('compiles the sample of the guide', async () => {
    expect(await compileDsl(guide)).toMatchObject({
      kind: 'compiled',
      findings: [{ rule: 'task-people', severity: 'warning', line: 3, column: 1 }],
      processes: [
        { processId: 'employee_onboarding', flows: [{ id: 'new_employee_to_complete_forms' }, {}] },
      ],
    });
  });

  it('tells where each element stands', () => {
    const { positions } = readDsl(guide);
    expect(positions.get('complete_forms')).toEqual({ line: 3, column: 1, endLine: 5, endColumn: 12 });
    expect(positions.get('employee_onboarding')).toMatchObject({ line: 1 });
    expect(positions.get('complete_forms_to_complete')).toMatchObject({ line: 3 });
  });

  it('reads keywords in any case, and lines that end as on Windows after a byte order mark', () => {
    const text = `\ufeff${guide.replace('USER_TASK', 'user_task').replaceAll('\n', '\r\n')}`;
    expect(readDsl(text)).toEqual(readDsl(guide));
  });

  it('keeps branches in their order, whatever they lead to', () => {
    const { flows } = processOf(
      around(
        'CHOICE ask\n  WHEN a:\n    -> NEXT AS f1 "first"\n  WHEN b:\n    -> ask\n  OTHERWISE:\n    TASK t',
      ),
    );
    expect(flows.filter(({ from }) => from === 'ask').map(({ to }) => to)).toEqual(['end', 'ask', 't']);
  });

  it('joins parallel branches unless all of them end', () => {
    const block = (step: string) => `PARALLEL p\n  BRANCH:\n    ${step} a\n  BRANCH:\n    ${step} b`;
    expect(processOf(around(block('TASK'))).activities.map(({ id }) => id)).toContain('p_join');
    const ended = processOf(`WORKFLOW "P"\nSTART\n${block('END')}`);
    expect(ended.activities.map(({ id }) => id)).not.toContain('p_join');
  });

  it('repeats steps between two gateways', () => {
    const { flows, activities } = processOf(around('REPEAT:\n  TASK a\nUNTIL done'));
    expect(activities.find(({ id }) => id === 'again')).toMatchObject({ default: 'repeat' });
    expect(flows).toContainEqual({ from: 'again', to: 'end', condition: '= done' });
  });

  it('ends a handler with its last step', () => {
    const { flows } = processOf(around('USER_TASK a\n  ON TIMEOUT "1h":\n    TASK b'));
    expect(flows.map(({ from, to }) => `${from} ${to}`)).toEqual(['start a', 'a end', 'a_event b']);
  });

  it.each([
    ['"x"', 'x'],
    ['x y', 'x y'],
    ['= x', '= x'],
    ['"= x"', { literal: '= x' }],
    ['a ${b}', 'a ${b}'],
    ['"${b}"', { literal: '${b}' }],
    ['FEEL "a\\nb"', '= a\nb'],
    ['JUEL "b"', { juel: 'b' }],
    ['""', { literal: '' }],
    ['LIST\n      - "a"\n      - = b', { list: ['a', '= b'] }],
    ['MAP\n      a: "b"', { map: { a: 'b' } }],
  ])('reads the value %s', (written, value) => {
    const [, task] = processOf(around(`TASK t\n  inputs:\n    v: ${written}`)).activities;
    expect(task).toMatchObject({ inputs: { v: value } });
  });

  it.each([
    ['a > 1', '= a > 1'],
    ['= a', '= a'],
    ['${a}', '${a}'],
    ['"a" = b:', '= "a" = b'],
    ['FEEL "a:"', '= a:'],
  ])('reads the condition %s', (written, condition) => {
    const { flows } = processOf(around(`WHEN ${written}\n  TASK t\nOTHERWISE`));
    expect(flows.find(({ to }) => to === 't')?.condition).toBe(condition);
  });
});

describe('what is wrong in a text of the DSL', () => {
  it.each([
    [
      'an unknown keyword',
      around('USR_TASK "A"'),
      '3:1 Expected a keyword such as USER_TASK or END, but found USR_TASK (did you mean USER_TASK?)',
    ],
    [
      'an unknown attribute',
      around('USER_TASK "A"\n  asignee: x'),
      '4:3 Expected an attribute of USER_TASK, but found asignee (did you mean assignee?)',
    ],
    [
      'a bad duration',
      around('USER_TASK "A"\n  duration: "2x"'),
      '4:13 Expected a duration such as 30m, 2h, 1d 4h or PT2H, but found "2x"',
    ],
    [
      'a bad timeout',
      around('WAIT FOR AFTER "2x"'),
      '3:16 Expected a duration such as 30m, 2h, 1d 4h or PT2H, but found 2x',
    ],
    [
      'an unknown target',
      around('TASK chek\n  -> chekc'),
      '4:6 Expected an id or name of this file, but found chekc (did you mean chek?)',
    ],
    [
      'a name that two have',
      around('TASK a "A"\nTASK b "A"\n-> "A"'),
      '5:4 Expected a name that one element has, but found that of a in line 3, b in line 4',
    ],
    [
      'an id that two have',
      around('TASK a\nTASK a'),
      '4:6 Expected an id of its own, but found a, which line 3 has',
    ],
    [
      'two steps of one name',
      around('TASK "A"\nTASK "A"'),
      '4:1 Expected a name of its own, but found "A", which line 3 has; this one is a_2',
    ],
    [
      'a text without end',
      around('TASK "A'),
      '3:6 Expected " at the end of the text, but found the end of the line',
    ],
    [
      'a tab',
      around('TASK "A"\n\tassignee: x').replace('TASK', 'USER_TASK'),
      '4:1 Expected spaces before the line, but found a tab',
    ],
    [
      'an invisible character',
      around('TASK \u200b"A"'),
      '3:6 Expected a keyword, a name in double quotes or an id, but found U+200B',
    ],
    [
      'an invisible character in a value',
      around('TASK a\n  documentation: x\u200by'),
      '4:19 Expected visible characters, but found U+200B',
    ],
    [
      'uneven indentation',
      around('USER_TASK "A"\n    assignee: x\n  priority: "1"'),
      '5:3 Expected the line to begin 0 or 4 columns in, but found 2',
    ],
    ['a keyword like an attribute', around('WHEN: a'), '3:1 Expected no colon after WHEN, but found one'],
    [
      'no name',
      'WORKFLOW\nSTART\nEND',
      '1:9 Expected the name of the process in double quotes, but found the end of the line',
    ],
    ['no START', 'WORKFLOW "P"\nTASK a\nEND', '1:1 Expected a START, but found none'],
    ['no END', 'WORKFLOW "P"\nSTART\nTASK a', '1:1 Expected an END, but found none'],
    ['no steps', 'WORKFLOW "P"', '1:1 Expected steps below WORKFLOW, but found none'],
    ['no text', '', '1:1 Expected WORKFLOW "Name", but found no text'],
    ['another form', '{"a": 1}', '1:1 Expected a keyword, a name in double quotes or an id, but found {'],
    ['no WORKFLOW', 'START\nEND', '1:1 Expected WORKFLOW "Name" first, but found START'],
    [
      'an event that cannot be thrown',
      'WORKFLOW "P"\nSTART\nEND WITH AFTER "2h"',
      '3:10 Expected an event that can be thrown, but found AFTER',
    ],
    [
      'a condition that is missing',
      around('WHEN\n  TASK a\nOTHERWISE'),
      '3:5 Expected a condition, but found the end of the line',
    ],
  ])('is %s', (_what, text, complaint) => {
    const found = complaints(text);
    expect(
      found.some((line) => line.startsWith(complaint)),
      found.join('\n'),
    ).toBe(true);
  });

  it('comes all at once, each with the place in its line', () => {
    const { findings } = readDsl(around('USR_TASK "A"\nUSER_TASK "B"\n  duration: "2x"\n-> nobody'));
    expect(findings.map(({ message }) => message.split('\n').slice(1))).toEqual([
      ['USR_TASK "A"', '^'],
      ['  duration: "2x"', '            ^'],
      ['-> nobody', '   ^'],
    ]);
  });

  it('is quoted with at most a hundred characters', () => {
    const { findings } = readDsl(around(`TASK "${'a'.repeat(5000)}`));
    const excerpt = findings[0]?.message.split('\n').slice(1) ?? [];
    expect(excerpt.map((line) => line.length)).toEqual([100, 6]);
  });

  it('is refused beyond the limits', () => {
    const nested = (depth: number) =>
      Array.from({ length: depth }, (_, at) => `${' '.repeat(at)}SUBPROCESS:`).join('\n');
    expect(complaints(nested(10_000))).toEqual([
      expect.stringMatching(/Expected at most 262144 characters, but found \d+/),
    ]);
    const deep = nested(300);
    expect(complaints(`WORKFLOW "P"\n${deep}`)).toContainEqual(
      expect.stringMatching(/Expected blocks at most 100 deep, but found one deeper/),
    );
    expect(complaints(around(`TASK "${'a'.repeat(100_000)}"`))[0]).toBe(
      '3:1 Expected at most 65536 characters in a line, but found 100007',
    );
    expect(complaints('a'.repeat(1_048_577))).toEqual([
      '1:1 Expected at most 262144 characters, but found 1048577',
    ]);
  });

  it('is shown by the compiler at the line of the element', async () => {
    const compilation = await compileDsl(around('EXCLUSIVE_GATEWAY ask\n  -> a\n  -> b\nTASK a\nTASK b'));
    expect(compilation.findings[0]).toMatchObject({
      elementId: 'ask_to_a',
      line: 4,
      column: 3,
      pointer: null,
    });
  });
});
