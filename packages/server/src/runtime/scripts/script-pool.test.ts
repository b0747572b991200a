import { afterAll, describe, expect, it } from 'vitest';
import { createScriptPool } from './script-pool.ts';

describe('the script pool', () => {
  const pool = createScriptPool({ wallClockMs: 4_000, maxThreads: 2 });
  afterAll(() => pool.close());

  it('runs scripts and hands back what they set', async () => {
    const outcome = await pool.run("execution.setVariable('b', a + 1); a * 2", { a: 20 });
    expect(outcome).toEqual({ kind: 'completed', result: 40, variables: { b: 21 } });
  });

  it('keeps scripts apart: globals of one are unknown to the next', async () => {
    await pool.run('globalThis.leak = 1', {});
    expect(await pool.run('typeof leak', {})).toMatchObject({ result: 'undefined' });
  });

  it('runs more scripts than it has threads', async () => {
    const outcomes = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => pool.run('n * n', { n })));
    expect(outcomes.map((outcome) => outcome.kind === 'completed' && outcome.result)).toEqual([
      1, 4, 9, 16, 25, 36,
    ]);
  });
});

describe('a pool whose clock runs out', () => {
  it('kills the thread, says so, and goes on serving', async () => {
    const pool = createScriptPool({ wallClockMs: 700, maxThreads: 1 });
    const endless = pool.run('for (;;) {}', {});
    const next = pool.run('for (let i = 0; i < 10; i++); 7', {});
    expect(await endless).toEqual({ kind: 'failed', message: 'the script was stopped after 700 ms' });
    const outcomes = [await next];
    for (let tries = 0; tries < 5 && outcomes.at(-1)?.kind === 'failed'; tries += 1) {
      outcomes.push(await pool.run('7', {}));
    }
    expect(outcomes.at(-1)).toMatchObject({ kind: 'completed', result: 7 });
    await pool.close();
  });

  it('fails scripts that wait while the pool closes', async () => {
    const pool = createScriptPool({ wallClockMs: 5_000, maxThreads: 1 });
    const running = pool.run('for (;;) {}', {});
    const waiting = pool.run('1', {});
    await pool.close();
    expect(await running).toMatchObject({ kind: 'failed' });
    expect(await waiting).toEqual({
      kind: 'failed',
      message: 'the script was not run: the server is stopping',
    });
  });

  it('starts no thread that nobody needs', async () => {
    const pool = createScriptPool({ wallClockMs: 1_000, maxThreads: 1 });
    await pool.close();
    expect(await pool.run('1', {})).toMatchObject({ kind: 'failed' });
  });
});
