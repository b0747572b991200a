export { type Compilation, compileBpmn, compileJson } from './compile-definition.ts';
export { compileDmn, type DmnCompilation } from './dmn/compile-dmn.ts';
export type { Finding } from './finding.ts';
