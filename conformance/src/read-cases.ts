import { readdirSync, readFileSync } from 'node:fs';
import { conformanceCase, type WrittenCase } from './case.ts';

const folder = new URL('../cases/', import.meta.url);

/** Every case of the folder, in the order of their paths. */
export function readCases(): WrittenCase[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) =>
    file.replaceAll('\\', '/'),
  );
  const decisions = files.filter((file) => file.endsWith('.dmn')).sort();
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.replace(/\.json$/, ''))
    .sort()
    .map((path) => ({
      path,
      scenario: conformanceCase.parse(JSON.parse(read(`${path}.json`))),
      bpmnXml: read(`${path}.bpmn`),
      laterXmls: Object.fromEntries(
        files
          .filter((file) => file.startsWith(`${path}.`) && /\.\d\.bpmn$/.test(file))
          .map((file) => [file.slice(path.length + 1, -'.bpmn'.length), read(file)]),
      ),
      dmnXmls: decisions.filter((file) => file.replace(/(\.\d)?\.dmn$/, '') === path).map(read),
    }));
}

function read(file: string): string {
  return readFileSync(new URL(file, folder), 'utf8');
}
