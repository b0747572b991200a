import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runOffline } from '../testing/offline-cli.ts';
import { buildTestServer } from '../testing/spawned-server.ts';

const process1 = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test">
  <process id="leave" isExecutable="true">
    <startEvent id="start"/>
    <userTask id="approve" name="Approve"/>
    <endEvent id="end"/>
    <sequenceFlow id="a" sourceRef="start" targetRef="approve"/>
    <sequenceFlow id="b" sourceRef="approve" targetRef="end"/>
  </process>
</definitions>
`;
const named = (name: string) => process1.replace('"Approve"', `"${name}"`);
const documented = process1.replace('id="end"/>', 'id="end"><documentation>Done</documentation></endEvent>');

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wbpm-diff-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const wbpm = (...args: readonly string[]) =>
  runOffline({ readFile: (path) => readFile(path, 'utf8'), writeFile }, args);

describe('wbpm diff', () => {
  it('ends in 0 for the same model, 1 for another and 2 for trouble', async () => {
    const [a, b] = [file('a.bpmn', process1), file('b.bpmn', named('Decide'))];
    const same = file('same.bpmn', process1.replaceAll('\n', '\r\n').replaceAll('"', "'"));
    expect(await wbpm('diff', a, same)).toEqual({ code: 0, out: 'No differences.\n', err: '' });
    expect(await wbpm('diff', a, b)).toEqual({
      code: 1,
      out: '~ userTask "Decide" (approve)\n    name: "Approve" → "Decide"\n',
      err: '',
    });
    const broken = file('broken.bpmn', '<definitions>\n<process>');
    expect(await wbpm('diff', a, broken)).toEqual({
      code: 2,
      out: '',
      err: `error: ${broken}:2:10: Expected </process>, but found the end of the text\n`,
    });
    expect(await wbpm('diff', a, join(folder, 'none.bpmn'))).toMatchObject({ code: 2, out: '' });
    expect(await wbpm('diff')).toMatchObject({ code: 2, out: '' });
  });

  it('prints its data as JSON', async () => {
    const { out } = await wbpm('diff', '--json', file('a.bpmn', process1), file('b.bpmn', named('Decide')));
    expect(JSON.parse(out)).toMatchObject({
      added: [],
      changed: [{ id: 'approve', changes: [{ path: 'name', before: 'Approve', after: 'Decide' }] }],
    });
  });
});

describe('wbpm merge', () => {
  it('prints the merged document, or writes it', async () => {
    const files = [file('0.bpmn', process1), file('1.bpmn', named('Decide')), file('2.bpmn', documented)];
    const printed = await wbpm('merge', ...files);
    expect(printed).toMatchObject({ code: 0, err: '' });
    expect(printed.out).toContain('name="Decide"');
    expect(printed.out).toContain('<bpmn:documentation>Done</bpmn:documentation>');
    const target = join(folder, 'merged.bpmn');
    expect(await wbpm('merge', ...files, '-o', target)).toEqual({ code: 0, out: '', err: '' });
    expect(readFileSync(target, 'utf8')).toBe(printed.out);
  });

  it('tells conflicts, holds ours in them and ends in 1; trouble ends in 2 and writes nothing', async () => {
    const base = file('0.bpmn', process1);
    const [ours, theirs] = [file('1.bpmn', named('Decide')), file('2.bpmn', named('Judge'))];
    const conflicting = await wbpm('merge', base, ours, theirs);
    expect(conflicting.code).toBe(1);
    expect(conflicting.err).toBe(
      "conflict: approve name: Expected one name of approve, but found 'Decide' in ours and 'Judge' in theirs\n",
    );
    expect(conflicting.out).toContain('name="Decide"');
    expect(await wbpm('merge', base, ours, '-o', ours)).toMatchObject({ code: 2 });
    expect(await wbpm('merge', base, ours, file('x.bpmn', 'no'), '-o', ours)).toMatchObject({ code: 2 });
    expect(readFileSync(ours, 'utf8')).toBe(named('Decide'));
  });
});

describe('in a Git repository', () => {
  let main = '';

  beforeAll(() => {
    main = buildTestServer();
  });

  function repository() {
    const path = mkdtempSync(join(folder, 'repository-'));
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-C', path, ...args], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          PATH: process.env['PATH'],
          HOME: folder,
          GIT_CONFIG_NOSYSTEM: '1',
          GIT_PAGER: 'cat',
          GIT_AUTHOR_NAME: 'Ann',
          GIT_AUTHOR_EMAIL: 'ann@example.com',
          GIT_COMMITTER_NAME: 'Ann',
          GIT_COMMITTER_EMAIL: 'ann@example.com',
        },
      });
    const commit = (text: string, message: string) => {
      writeFileSync(join(path, 'leave.bpmn'), text);
      git('add', '.');
      git('commit', '-q', '-m', message);
    };
    git('init', '-q', '-b', 'main');
    git('config', 'diff.bpmn.command', `'${process.execPath}' '${main}' diff`);
    git('config', 'merge.bpmn.name', 'BPMN');
    git('config', 'merge.bpmn.driver', `'${process.execPath}' '${main}' merge %O %A %B -o %A`);
    writeFileSync(join(path, '.gitattributes'), '*.bpmn diff=bpmn merge=bpmn\n');
    commit(process1, 'First');
    return { path, git, commit, read: () => readFileSync(join(path, 'leave.bpmn'), 'utf8') };
  }

  it('shows what commits mean', () => {
    const { git, commit } = repository();
    commit(named('Decide'), 'Another name');
    expect(git('diff', 'HEAD~1')).toBe(
      'bpmn leave.bpmn\n~ userTask "Decide" (approve)\n    name: "Approve" → "Decide"\n',
    );
    expect(git('log', '-1', '-p', '--ext-diff', '--format=%s')).toContain(
      'Another name\n\nbpmn leave.bpmn\n~ userTask',
    );
    commit('no BPMN any more', 'Broken');
    expect(git('diff', 'HEAD~1')).toContain("Expected XML to begin with '<', but found 'n'");
    git('rm', '-q', 'leave.bpmn');
    git('commit', '-q', '-m', 'Gone');
    expect(git('diff', 'HEAD~3', 'HEAD')).toContain('- userTask "Approve" (approve) in leave\n');
  });

  it('merges branches that changed different properties of one line', () => {
    const { git, commit, read } = repository();
    git('switch', '-q', '-c', 'theirs');
    commit(process1.replace('id="approve"', 'id="approve" startQuantity="2"'), 'Theirs');
    git('switch', '-q', 'main');
    commit(named('Decide'), 'Ours');
    git('merge', '-q', 'theirs');
    expect(read()).toContain('<bpmn:userTask id="approve" name="Decide" startQuantity="2">');
    expect(git('status', '--porcelain')).toBe('');
  });

  it('leaves conflicts to people, with ours in the file and what it is about on the screen', () => {
    const { git, commit, read } = repository();
    git('switch', '-q', '-c', 'theirs');
    commit(named('Judge').replace('id="end"', 'id="end" name="Done"'), 'Theirs');
    git('switch', '-q', 'main');
    commit(named('Decide'), 'Ours');
    expect(() => git('merge', '-q', 'theirs')).toThrow(
      /conflict: approve name: Expected one name of approve/,
    );
    expect(git('status', '--porcelain')).toBe('UU leave.bpmn\n');
    expect(read()).toContain('name="Decide"');
    expect(read()).toContain('<bpmn:endEvent id="end" name="Done">');
  });
});
