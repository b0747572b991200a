import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of that size, such as `8m`; null where it cannot be had: only root may mount, and not everywhere. */
export function mountDisk(size: string): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'wbpm-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=755`, 'wbpm-disk', folder], {
      stdio: 'pipe',
    });
    return folder;
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
}

export function unmountDisk(folder: string): void {
  execFileSync('umount', [folder], { stdio: 'pipe' });
  rmSync(folder, { recursive: true });
}

/** Writes until nothing more fits. */
export function fill(file: string): void {
  const descriptor = openSync(file, 'w');
  const block = Buffer.alloc(65_536, 1);
  try {
    for (let size = block.length; size >= 1024; ) {
      try {
        writeSync(descriptor, block, 0, size);
      } catch {
        // No room for a block of this size; perhaps for a smaller one.
        size /= 2;
      }
    }
  } finally {
    closeSync(descriptor);
  }
}
