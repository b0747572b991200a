import type { Finding } from '../finding.ts';
import type { ReadDsl } from './read-dsl.ts';

/** A finding about a document at the line of the element it is about; otherwise at that of its process. */
export function placedIn(finding: Finding, { document, positions }: ReadDsl): Finding {
  const [, index = '0'] = /^\/processes\/(\d+)/.exec(finding.pointer ?? '') ?? [];
  const process = document?.processes[Number(index)];
  const place = positions.get(finding.elementId ?? '') ?? positions.get(process?.process_id ?? '');
  return { ...finding, pointer: null, line: place?.line ?? 1, column: place?.column ?? 1 };
}
