import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const entry = fileURLToPath(import.meta.resolve('@wbpm/conformance/run-in-memory.ts'));

/**
 * Engine, notation and the runner of the cases as one script for a page, which finds them in the global
 * `conformance`. Anything that only Node has fails the build.
 */
export async function conformanceBundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    globalName: 'conformance',
    target: 'es2022',
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}
