import { errorAt } from '../finding.ts';
import { positionsIn } from '../xml/positions.ts';
import { scanJson } from './scan-json.ts';
import { type ParsedText, placesIn } from './text-places.ts';

/** JSON by the letter (RFC 8259): no comments, no trailing commas, every key once. */
export function parseJsonText(written: string): ParsedText {
  const text = written.replace(/^\ufeff/, '');
  const scanned = scanJson(text);
  if (scanned.kind === 'wrong') {
    const finding = errorAt(null, 'json-syntax', scanned.message);
    return { kind: 'refused', findings: [{ ...finding, ...positionsIn(text).at(scanned.offset) }] };
  }
  const value: unknown = JSON.parse(text);
  return { kind: 'parsed', value, located: placesIn(text, scanned.offsets) };
}
