// Builds what `npm start` runs: the server as one bundle with its workers beside it, and the web
// application. With --if-stale nothing is done when the build is newer than every source.
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as buildWeb } from 'vite';
import { buildServer } from './build-server.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const packages = ['engine', 'notation', 'contract', 'client', 'server', 'web'];
const dist = join(root, 'packages/server/dist');
const stamp = join(dist, '.built');

function newestSource(folder) {
  let newest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name === 'dist') continue;
    const path = join(folder, entry.name);
    newest = Math.max(newest, entry.isDirectory() ? newestSource(path) : statSync(path).mtimeMs);
  }
  return newest;
}

function isStale() {
  if (!existsSync(stamp)) return true;
  const built = statSync(stamp).mtimeMs;
  return packages.some((name) => newestSource(join(root, 'packages', name)) > built);
}

async function buildWebApplication() {
  await buildWeb({
    root: join(root, 'packages/web'),
    configFile: join(root, 'packages/web/vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: join(dist, 'web'), emptyOutDir: true },
  });
}

if (!process.argv.includes('--if-stale') || isStale()) {
  const started = Date.now();
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  await Promise.all([buildServer(dist), buildWebApplication()]);
  writeFileSync(stamp, new Date().toISOString());
  process.stdout.write(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}
