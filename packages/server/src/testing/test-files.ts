import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TestFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/** An empty folder of its own. */
export function createTestFolder(): TestFolder {
  const path = mkdtempSync(join(tmpdir(), 'wbpm-files-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
