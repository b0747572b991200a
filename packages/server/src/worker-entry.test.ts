import { describe, expect, it } from 'vitest';
import { workerEntry } from './worker-entry.ts';

describe('the entry of a worker thread', () => {
  it('is the TypeScript sibling of a source module, with a loader', () => {
    const { url, execArgv } = workerEntry(import.meta.url, 'script-worker');
    expect(url.href).toMatch(/\/src\/script-worker\.ts$/);
    expect(execArgv).toEqual(['--import', expect.stringMatching(/\/src\/register-tsx\.mjs$/)]);
  });

  it('is the JavaScript sibling of a bundle, without one', () => {
    expect(workerEntry('file:///app/dist/main.js', 'script-worker')).toEqual({
      url: new URL('file:///app/dist/script-worker.js'),
      execArgv: [],
    });
  });
});
