import type { Finding } from '@wbpm/notation';

/** What a case is written in must compile. */
export function doesNotCompile(findings: readonly Finding[]): Error {
  return new Error(findings.map(({ rule, message }) => `${rule}: ${message}`).join('\n'));
}
