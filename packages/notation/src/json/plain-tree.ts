import type { Json } from '@wbpm/engine';
import type { Report } from '../finding.ts';
import { pointerTo } from './pointer.ts';
import { reportAt } from './shape-findings.ts';

/** Lists and objects within each other: 32 subprocesses with what the innermost activities hold. */
const depthLimit = 110;
/** Far more than the activities and flows of the largest process hold. */
const sizeLimit = 500_000;

/** Text free of what XML and the database refuse. */
function isPlainText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters XML 1.0 §2.2 forbids
  return !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u.test(text);
}

/**
 * A copy of a value as plain JSON, without members that are undefined. Inherited members do not count; what is
 * no JSON, too deep or too much is reported. Undefined where nothing is left.
 */
export function plainTree(value: unknown, report: Report): Json | undefined {
  let left = sizeLimit;
  const copy = (part: unknown, pointer: string, depth: number): Json | undefined => {
    left -= 1;
    if (left === 0) reportAt(report, '', `a definition of at most ${sizeLimit} values`, part);
    if (left <= 0 || part === undefined) return undefined;
    if (part === null || typeof part === 'boolean') return part;
    if (typeof part === 'number' && Number.isFinite(part)) return part;
    if (typeof part === 'string') {
      if (isPlainText(part)) return part;
      reportAt(report, pointer, 'a text without control characters', part);
      return undefined;
    }
    if (typeof part !== 'object') {
      reportAt(report, pointer, 'a JSON value', part);
      return undefined;
    }
    if (depth === depthLimit) {
      if (!withinMapping.test(pointer)) reportAt(report, pointer, tooDeep(pointer), part);
      return undefined;
    }
    if (Array.isArray(part)) {
      return part.map((item: unknown, index) => copy(item, pointerTo(pointer, index), depth + 1) ?? null);
    }
    return Object.fromEntries(
      Object.keys(part).flatMap((key) => {
        const member: unknown = Object.getOwnPropertyDescriptor(part, key)?.value;
        const at = pointerTo(pointer, key);
        if (!isPlainText(key)) reportAt(report, at, 'a key without control characters', key);
        const copied = copy(member, at, depth + 1);
        return copied === undefined ? [] : [[key, copied]];
      }),
    );
  };
  return copy(value, '', 0);
}

/** Values of mappings have a limit of their own, which is found where they are read. */
const withinMapping = /\/(?:inputs|outputs|mappings|local_mappings)\//;

/** Subprocesses are what people nest on purpose. */
function tooDeep(pointer: string): string {
  const subprocesses = pointer.split('/activities/').length - 1;
  return subprocesses > scopeDepthLimit
    ? `nested at most ${scopeDepthLimit} subprocesses deep`
    : `nested at most ${depthLimit} deep`;
}

export const scopeDepthLimit = 32;
