import { extname } from 'node:path';
import { detectFormat, type Format } from '@wbpm/notation';

const byExtension: ReadonlyMap<string, Format> = new Map([
  ['.bpmn', 'bpmn_xml'],
  ['.xml', 'bpmn_xml'],
  ['.json', 'json'],
  ['.yaml', 'yaml'],
  ['.yml', 'yaml'],
  ['.dsl', 'apg_dsl'],
  ['.apg', 'apg_dsl'],
  ['.txt', 'natural_language'],
]);

/** What a file holds by the end of its name; null: its text has to tell. */
export function formatOfFile(path: string): Format | null {
  return byExtension.get(extname(path).toLowerCase()) ?? null;
}

/** What a file holds, by its name or else by the look of its text. */
export function formatOf(path: string, text: string): Format {
  return formatOfFile(path) ?? detectFormat(text).format;
}
