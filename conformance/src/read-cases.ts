import { readdirSync, readFileSync } from 'node:fs';
import { type ConformanceCase, conformanceCase } from './case.ts';

export interface WrittenCase {
  /** `group/name`, the path of its two files. */
  readonly path: string;
  readonly scenario: ConformanceCase;
  readonly bpmnXml: string;
}

const folder = new URL('../cases/', import.meta.url);

/** Every case of the folder, in the order of their paths. */
export function readCases(): WrittenCase[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .map((path) => path.replaceAll('\\', '/').replace(/\.json$/, ''))
    .sort()
    .map((path) => ({
      path,
      scenario: conformanceCase.parse(JSON.parse(readFileSync(new URL(`${path}.json`, folder), 'utf8'))),
      bpmnXml: readFileSync(new URL(`${path}.bpmn`, folder), 'utf8'),
    }));
}
