// npm run peers: bundles the runner and the peers, as the server is bundled, and runs them.
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundling } from '../../scripts/build-server.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '../..');
if (!existsSync(join(here, 'node_modules'))) {
  throw new Error('Expected the peers to be installed, but found none: run `npm ci` in bench/peers');
}

const files = readdirSync(join(here, 'src/peers'));
const isOurs = (file) => /^(wbpm|raw)-/.test(file);
const ours = join(root, 'bench/dist');
// Each beside the node_modules its packages come from: ours must not get a package of a peer.
await bundle(
  ours,
  files.filter((file) => isOurs(file)),
);
await bundle(
  join(here, 'dist'),
  files.filter((file) => !isOurs(file)),
);
await build({ ...bundled(ours), entryPoints: { main: join(here, 'src/main.ts') } });
cpSync(join(root, 'packages/server/src/store/migrations'), join(ours, 'migrations'), { recursive: true });
await import(join(ours, 'main.js'));

function bundle(outdir, peers) {
  const entryPoints = peers.map((file) => ({
    in: join(here, 'src/peers', file),
    out: basename(file, '.ts'),
  }));
  return build({ ...bundled(outdir), entryPoints });
}

function bundled(outdir) {
  const server = { '@wbpm/server': join(root, 'packages/server/src/index.ts') };
  return { ...bundling, alias: { ...bundling.alias, ...server }, outdir };
}
