import { parseDocument } from 'yaml';
import { errorAt, type Finding } from '../finding.ts';
import { positionsIn } from '../xml/positions.ts';
import { foreignTag, plainYaml } from './plain-yaml.ts';
import { screenYaml } from './screen-yaml.ts';
import { type ParsedText, placesIn } from './text-places.ts';

/** YAML 1.2 in its core schema: one document, no tags of its own, no merge keys, every key once. */
export function parseYaml(written: string): ParsedText {
  const text = written.replace(/^\ufeff/, '');
  const positions = positionsIn(text);
  const at = (offset: number, message: string): Finding => ({
    ...errorAt(null, 'yaml-syntax', message),
    ...positions.at(offset),
  });
  const screened = screenYaml(text);
  if (screened !== null) return { kind: 'refused', findings: [at(screened.offset, screened.message)] };
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    // Looked for along the way, since the parser compares each key with each.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  });
  const problems = [...document.errors, ...document.warnings];
  if (problems.length > 0) {
    return {
      kind: 'refused',
      findings: problems.slice(0, 100).map(({ code, message, pos }) => at(pos[0], words(code, message))),
    };
  }
  const plain = plainYaml(document.contents);
  if (plain.problems.length > 0) {
    return { kind: 'refused', findings: plain.problems.map(({ offset, message }) => at(offset, message)) };
  }
  return { kind: 'parsed', value: plain.value, located: placesIn(text, plain.offsets) };
}

function words(code: string, message: string): string {
  switch (code) {
    case 'MULTIPLE_DOCS':
      return 'Expected one document, but found another';
    case 'TAG_RESOLVE_FAILED':
      return foreignTag;
    default:
      if (message.includes('call stack')) return 'Expected nesting at most 100 deep, but found more';
      return `Expected YAML 1.2, but found: ${message.split('\n')[0]?.slice(0, 200)}`;
  }
}
