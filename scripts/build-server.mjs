// The server as one bundle with its workers beside it. Run with a folder it builds into that folder,
// which tests use to start the very thing people run.
import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** How everything of ours that runs built is bundled. */
export const bundling = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  // Our own packages are compiled in, everything from the registry stays where npm put it.
  packages: 'external',
  alias: {
    ...Object.fromEntries(
      ['engine', 'notation', 'contract', 'client'].map((name) => [
        `@wbpm/${name}`,
        join(root, `packages/${name}/src/index.ts`),
      ]),
    ),
    // Node wants an import attribute to load JSON, browsers' bundlers want none: compiled in instead.
    ...Object.fromEntries(
      ['camunda', 'zeebe'].map((vendor) => {
        const descriptor = `${vendor}-bpmn-moddle/resources/${vendor}.json`;
        return [descriptor, join(root, 'node_modules', descriptor)];
      }),
    ),
  },
  logLevel: 'warning',
};

/** Bundles the server into `outdir`, which must lie below this folder for npm packages to be found. */
export async function buildServer(outdir) {
  await build({
    ...bundling,
    entryPoints: {
      main: 'packages/server/src/main.ts',
      'pglite-worker': 'packages/server/src/store/pglite-worker.ts',
      'script-worker': 'packages/server/src/runtime/scripts/script-worker.ts',
    },
    outdir,
  });
  cpSync(join(root, 'packages/server/src/store/migrations'), join(outdir, 'migrations'), { recursive: true });
  cpSync(join(root, 'packages/server/src/samples/processes'), join(outdir, 'samples'), { recursive: true });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , folder] = process.argv;
  if (folder === undefined) throw new Error('Expected the folder to build into');
  await buildServer(resolve(folder));
}
