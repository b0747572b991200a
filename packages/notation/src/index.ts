export { type Compilation, compileBpmn, compileJson } from './compile-definition.ts';
export type { Finding } from './finding.ts';
