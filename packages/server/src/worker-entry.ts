/**
 * Where the code of a worker thread lies. In a bundle it is a sibling of the bundle file, as
 * JavaScript; run from source it is a sibling of the module that asks, as TypeScript, which the
 * thread needs a loader for. `importMetaUrl` is the asking module's `import.meta.url`.
 */
export function workerEntry(
  importMetaUrl: string,
  name: string,
): { readonly url: URL; readonly execArgv: string[] } {
  if (!importMetaUrl.endsWith('.ts')) {
    return { url: new URL(`./${name}.js`, importMetaUrl), execArgv: [] };
  }
  return {
    url: new URL(`./${name}.ts`, importMetaUrl),
    execArgv: ['--import', new URL('./register-tsx.mjs', import.meta.url).href],
  };
}
