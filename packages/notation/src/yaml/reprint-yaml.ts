import { parseDocument } from 'yaml';

/** YAML that was parsed without problems, with the usual indents and quotes; comments and the order of keys stay. */
export function reprintYaml(text: string): string {
  return parseDocument(text.replace(/^\ufeff/, ''), {
    version: '1.2',
    schema: 'core',
    merge: false,
  }).toString({
    blockQuote: 'literal',
    lineWidth: 0,
  });
}
