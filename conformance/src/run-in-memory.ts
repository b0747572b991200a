import type { InstanceState } from '@wbpm/engine';
import type { WrittenCase } from './case.ts';
import { memoryHost } from './memory-host.ts';
import { type CaseRun, runCase } from './run-case.ts';

/** Runs a case in memory, here or in a browser: its journals are those every other host must show. */
export function runInMemory(
  written: WrittenCase,
  betweenCommands?: (state: InstanceState) => InstanceState,
): Promise<CaseRun> {
  return runCase(memoryHost(betweenCommands), written);
}
