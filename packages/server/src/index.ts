export { systemClock } from './runtime/clock.ts';
export { createRuntime, type Runtime, type RuntimeOptions } from './runtime/runtime.ts';
export type { Database, Parameter, Transaction } from './store/database.ts';
export { insertDeployment, insertNextVersion } from './store/definitions.ts';
export { type DatabaseOptions, openDatabase } from './store/open-database.ts';
export { startUpkeep } from './store/upkeep.ts';
