import type { Finding } from '@wbpm/notation';
import { Refusal } from '../access/refusal.ts';
import { wireFinding } from './wire-finding.ts';

/** The refusal of a written definition that breaks rules: the first of them, and all as findings. */
export function refuseFindings(findings: readonly Finding[]): Refusal {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  const others = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  const message = `${first?.message ?? 'Expected a valid definition'}${others}`;
  return new Refusal('INVALID_DEFINITION', message, { findings: findings.map(wireFinding) });
}
