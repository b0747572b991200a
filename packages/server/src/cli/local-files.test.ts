import { describe, expect, it } from 'vitest';
import { runOffline } from '../testing/offline-cli.ts';

const dsl =
  'WORKFLOW "Onboarding"\nSTART "New"\nUSER_TASK forms "Complete Forms"\n  assignee: "ann"\nEND "Done"\n';

/** Runs the command beside files in memory. */
async function run(files: Record<string, string>, ...args: readonly string[]) {
  const readFile = (path: string) => {
    const text = files[path];
    return text === undefined
      ? Promise.reject(new Error(`ENOENT: no such file '${path}'`))
      : Promise.resolve(text);
  };
  const writeFile = async (path: string, text: string) => {
    files[path] = text;
  };
  return { ...(await runOffline({ readFile, writeFile }, args)), files };
}

describe('wbpm check', () => {
  it('has nothing to say of a process that is fine', async () => {
    expect(await run({ 'a.dsl': dsl }, 'check', 'a.dsl')).toMatchObject({
      code: 0,
      out: 'Nothing is wrong.\n',
    });
    const both = await run({ 'a.dsl': dsl, 'b.dsl': dsl }, 'check', 'a.dsl', 'b.dsl');
    expect(both.out).toBe('In none is anything wrong.\n');
  });

  it('names file, line and column of each finding, and fails when one is an error', async () => {
    const broken = await run({ 'a.dsl': dsl.replace('USER_TASK', 'USER_TSK') }, 'check', 'a.dsl');
    expect(broken.code).toBe(1);
    expect(broken.out).toContain('a.dsl:3:1');
    expect(broken.out).toContain('did you mean USER_TASK?');
    expect(broken.err).toBe('error: Expected no errors, but found 1\n');
    const vague = await run({ 'a.dsl': dsl.replace('  assignee: "ann"\n', '') }, '--json', 'check', 'a.dsl');
    expect(vague.code).toBe(0);
    expect(JSON.parse(vague.out)).toMatchObject([
      { file: 'a.dsl', format: 'apg_dsl', findings: [{ line: 3 }] },
    ]);
  });

  it('points into JSON, and tells the form of a file without a telling name', async () => {
    const json = '{"name":"x","activities":[{"id":"a","type":"nothing"}],"flows":[]}';
    expect((await run({ process: json }, 'check', 'process')).out).toContain('process:1:');
  });
});

describe('wbpm convert', () => {
  it('goes round all forms without a change', async () => {
    const files = { 'a.dsl': dsl };
    for (const [from, to] of [
      ['a.dsl', 'b.bpmn'],
      ['b.bpmn', 'c.yaml'],
      ['c.yaml', 'd.json'],
      ['d.json', 'e.dsl'],
    ] as const) {
      const wrote = await run(files, 'convert', from, '-o', to);
      expect([wrote.code, wrote.err, wrote.out]).toEqual([0, '', expect.stringContaining(`Wrote ${to} as `)]);
    }
    expect(files).toMatchObject({ 'e.dsl': dsl });
  });

  it('prints what it writes', async () => {
    const printed = await run({ 'a.dsl': dsl }, 'convert', 'a.dsl', '--to', 'yaml');
    expect(printed.out).toMatch(/^process_id: onboarding\n/);
  });

  it.each([
    [['convert', 'a.dsl'], 'Expected --to or --output, but found neither'],
    [['convert', 'a.dsl', '-o', 'a.out'], 'Expected --to, for the name a.out does not tell'],
    [['convert', 'a.dsl', '-o', 'a.txt'], 'Expected a form that can be written, but found plain language'],
    [['convert', 'a.dsl', '--to', 'png'], "option '--to <form>' argument 'png' is invalid"],
    [
      ['convert', 'bad.dsl', '--to', 'json'],
      'Expected bad.dsl to hold a process as apg_dsl, but found errors',
    ],
    [['convert', 'none.dsl', '--to', 'json'], "ENOENT: no such file 'none.dsl'"],
  ])('refuses %j', async (args, message) => {
    const refused = await run({ 'a.dsl': dsl, 'bad.dsl': 'WORKFLOW "x"\nNONSENSE\n' }, ...args);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain(message);
  });
});

describe('wbpm fmt', () => {
  const untidy = dsl.replace('  assignee', '      assignee').replace('USER_TASK', '# who\n\n\n\nuser_task');

  it('writes files in their usual shape, comments kept, once', async () => {
    const files = { 'a.dsl': untidy, 'b.json': '{"a":1}', 'c.yaml': 'a:   1 # one\n', 'd.txt': 'As it is .' };
    const first = await run(files, 'fmt', ...Object.keys(files));
    expect(first).toMatchObject({ code: 0, out: 'a.dsl\nb.json\nc.yaml\n' });
    expect(first.files).toMatchObject({
      'b.json': '{\n  "a": 1\n}\n',
      'c.yaml': 'a: 1 # one\n',
      'd.txt': 'As it is .',
    });
    expect(first.files['a.dsl']).toContain('# who');
    expect(first.files['a.dsl']).toContain('\n  assignee: "ann"\n');
    expect((await run(first.files, 'fmt', ...Object.keys(files))).out).toBe(
      'All files have their usual shape.\n',
    );
  });

  it('only looks with --check', async () => {
    const looked = await run({ 'a.dsl': untidy }, 'fmt', '--check', 'a.dsl');
    expect(looked).toMatchObject({ code: 1, files: { 'a.dsl': untidy } });
    expect(looked.err).toContain('found 1 in another');
  });

  it('leaves alone what it cannot read', async () => {
    const bad = { 'a.json': '{', 'b.bpmn': '<x', 'c.dsl': 'WORKFLOW "x"\nNONSENSE\n', 'd.yaml': 'a: [' };
    for (const file of Object.keys(bad)) {
      const refused = await run({ ...bad }, 'fmt', file);
      expect([refused.code, refused.files]).toEqual([1, bad]);
      expect(refused.err).toContain(`${file}:1`.slice(0, file.length));
    }
  });
});
