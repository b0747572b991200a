import { stringify } from 'yaml';
import type { ProcessFile } from '../document/process-document.ts';
import { shortestForm } from '../json/write-json.ts';

/** A document as YAML 1.2 text. The same document is the same text; texts of several lines are blocks. */
export function writeYaml(file: ProcessFile): string {
  return stringify(shortestForm(file), {
    version: '1.2',
    schema: 'core',
    aliasDuplicateObjects: false,
    blockQuote: 'literal',
    lineWidth: 0,
  });
}
