/**
 * One thing a reader found in a written process. A definition with an `error` is not deployed.
 * `line` and `column` are 1-based and point into XML; `pointer` (RFC 6901) points into JSON.
 */
export interface Finding {
  readonly elementId: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly pointer: string | null;
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** Takes one finding; the work goes on, so that all problems of a file come in one answer. */
export type Report = (finding: Finding) => void;

const nowhere = { elementId: null, line: null, column: null, pointer: null } as const;

export function errorAt(elementId: string | null, rule: string, message: string): Finding {
  return { ...nowhere, elementId, rule, severity: 'error', message };
}

export function warningAt(elementId: string | null, rule: string, message: string): Finding {
  return { ...nowhere, elementId, rule, severity: 'warning', message };
}

export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.severity === 'error');
}

const findingsLimit = 100;

/** Errors before warnings, otherwise in the order found, at most a hundred. */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  const errors = findings.filter((finding) => finding.severity === 'error');
  const warnings = findings.filter((finding) => finding.severity === 'warning');
  return [...errors, ...warnings].slice(0, findingsLimit);
}
