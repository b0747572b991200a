import type { ElementRecord } from '../records/document-records.ts';
import { ends } from '../records/known-names.ts';
import type { Elements } from './merge-elements.ts';

/**
 * Puts elements back as one version has them: with what they stand in, what stands in them, and the flows
 * and boundary events that connect them to what is still there.
 */
export function restore(
  elements: Map<string, ElementRecord>,
  source: Elements,
  keys: ReadonlySet<string>,
): void {
  if (keys.size === 0) return;
  const restored = new Set<string>();
  const put = (record: ElementRecord) => {
    if (!elements.has(record.key)) elements.set(record.key, record);
    restored.add(record.key);
  };
  for (const key of keys) {
    const record = source.get(key);
    if (record !== undefined) put(record);
    putParents(elements, source, record?.parent ?? null);
  }
  // Versions are in the order of their documents: what stands in an element comes after it.
  for (const record of source.values()) if (restored.has(record.parent ?? '')) put(record);
  for (const record of source.values()) {
    if (elements.has(record.key) || !elements.has(record.parent ?? '')) continue;
    const connected = ends.flatMap((end) => record.attributes.get(end) ?? []);
    const isConnected = connected.length > 0 && connected.every((end) => elements.has(end));
    if (isConnected && connected.some((end) => restored.has(end))) elements.set(record.key, record);
  }
}

function putParents(elements: Map<string, ElementRecord>, source: Elements, first: string | null): void {
  for (let key = first; key !== null && !elements.has(key); ) {
    const record = source.get(key);
    if (record === undefined) return;
    elements.set(key, record);
    key = record.parent;
  }
}
