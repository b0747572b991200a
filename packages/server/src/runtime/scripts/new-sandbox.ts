import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import {
  newQuickJSWASMModule,
  newVariant,
  type QuickJSSyncVariant,
  type QuickJSWASMModule,
  RELEASE_SYNC,
} from 'quickjs-emscripten';

let compiled: Promise<QuickJSSyncVariant> | null = null;

/**
 * A WebAssembly instance of its own, with nothing in it. The code is compiled once a thread, which costs
 * several times what instantiating it does.
 */
export async function newSandbox(): Promise<QuickJSWASMModule> {
  compiled ??= compileVariant();
  return newQuickJSWASMModule(await compiled);
}

async function compileVariant(): Promise<QuickJSSyncVariant> {
  const wasmModule = await WebAssembly.compile(await readFile(codeFile()));
  return newVariant(RELEASE_SYNC, { wasmModule });
}

/** A dependency of the library, found as the library finds it. */
function codeFile(): string {
  const library = createRequire(import.meta.url).resolve('quickjs-emscripten');
  return createRequire(library).resolve('@jitl/quickjs-wasmfile-release-sync/wasm');
}
