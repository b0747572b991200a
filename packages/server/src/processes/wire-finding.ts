import type { Finding } from '@wbpm/contract';
import type { Finding as NotationFinding } from '@wbpm/notation';

export function wireFinding(finding: NotationFinding): Finding {
  return {
    code: finding.rule,
    message: finding.message,
    severity: finding.severity,
    ...(finding.elementId === null ? {} : { element_id: finding.elementId }),
    ...(finding.line === null ? {} : { line: finding.line }),
    ...(finding.column === null ? {} : { column: finding.column }),
    ...(finding.pointer === null ? {} : { pointer: finding.pointer }),
  };
}
