import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDataDirectory } from './data-directory-lock.ts';

const register = new URL('../register-tsx.mjs', import.meta.url).href;
const lockModule = new URL('./data-directory-lock.ts', import.meta.url).href;

describe('the lock of a data directory', () => {
  let folder: string;
  const children: ChildProcess[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'wbpm-lock-'));
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  /** Another process that tries to take the lock and says how it went. */
  async function otherProcess(): Promise<{ readonly child: ChildProcess; readonly said: string }> {
    const program = `import { lockDataDirectory } from ${JSON.stringify(lockModule)};
      await lockDataDirectory(process.argv[1]).then(() => console.log('held'), (error) => console.log(error.message));
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, [
      '--import',
      register,
      '--input-type=module',
      '-e',
      program,
      folder,
    ]);
    children.push(child);
    const [said] = await once(child.stdout, 'data');
    return { child, said: String(said).trim() };
  }

  async function killed(child: ChildProcess) {
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  it('refuses a second process, naming the first and the directory', async () => {
    const lock = await lockDataDirectory(folder);
    const { said } = await otherProcess();
    expect(said).toContain(`process ${process.pid}`);
    expect(said).toContain(folder);
    lock.release();
  });

  it('refuses the same process too', async () => {
    const lock = await lockDataDirectory(folder);
    await expect(lockDataDirectory(folder)).rejects.toThrow(`process ${process.pid} is using it`);
    lock.release();
  });

  it('is free after release, again and again', async () => {
    for (let round = 0; round < 5; round++) (await lockDataDirectory(folder)).release();
    expect(readdirSync(folder)).toEqual(['lock.5']);
  });

  it('passes on after kill -9 of its holder, without anybody cleaning up', async () => {
    const { child, said } = await otherProcess();
    expect(said).toBe('held');
    await expect(lockDataDirectory(folder)).rejects.toThrow(`process ${child.pid}`);
    await killed(child);
    const lock = await lockDataDirectory(folder);
    lock.release();
  });

  it('goes to one of many processes that race for a dead holder’s lock', async () => {
    const { child } = await otherProcess();
    await killed(child);
    const racers = await Promise.all(Array.from({ length: 6 }, otherProcess));
    expect(racers.filter(({ said }) => said === 'held')).toHaveLength(1);
  });

  async function takenAndReleased(): Promise<void> {
    (await lockDataDirectory(folder)).release();
  }

  it('is not held by a process that merely has the dead holder’s id', async () => {
    const lock = await lockDataDirectory(folder);
    const file = join(folder, 'lock.1');
    const holder: object = JSON.parse(readFileSync(file, 'utf8'));
    lock.release();
    writeFileSync(file, JSON.stringify({ ...holder, startedAt: '1' }));
    await expect(takenAndReleased()).resolves.toBeUndefined();
  });

  it('is not held by a file that a power cut left empty', async () => {
    writeFileSync(join(folder, 'lock.1'), '');
    await expect(takenAndReleased()).resolves.toBeUndefined();
  });

  it('watches a holder in another container: one that lives is refused, one that is silent is replaced', async () => {
    const lost: string[] = [];
    const lock = await lockDataDirectory(folder, {
      onLost: (reason) => lost.push(reason.message),
      heartbeatMs: 50,
    });
    const file = join(folder, 'lock.1');
    const holder: object = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...holder, pidSpace: 'another container' }));
    const patience = { silenceMs: 500 };
    await expect(lockDataDirectory(folder, patience)).rejects.toThrow('is using it');

    writeFileSync(join(folder, 'lock.2'), JSON.stringify({ ...holder, pidSpace: 'a silent container' }));
    await expect.poll(() => lost, { timeout: 5_000 }).toHaveLength(1);
    const successor = await lockDataDirectory(folder, patience);
    expect(readdirSync(folder)).toEqual(['lock.3']);
    successor.release();
    lock.release();
  });
});
