import type { Format } from './detect-format.ts';
import { formatDsl } from './dsl/format-dsl.ts';
import { readDsl } from './dsl/read-dsl.ts';
import { type Finding, hasErrors } from './finding.ts';
import { canonicalBpmn } from './records/canonical-bpmn.ts';
import { parseJsonText } from './yaml/parse-json-text.ts';
import { parseYaml } from './yaml/parse-yaml.ts';
import { reprintYaml } from './yaml/reprint-yaml.ts';

export type FormattedText =
  | { readonly kind: 'formatted'; readonly text: string }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

/**
 * The same text in its usual shape. Plain language has none and stays as it is. Comments stay.
 */
export function formatText(text: string, format: Format): FormattedText {
  switch (format) {
    case 'bpmn_xml': {
      const canonical = canonicalBpmn(text);
      return canonical.kind === 'refused' ? canonical : { kind: 'formatted', text: canonical.bpmnXml };
    }
    case 'apg_dsl': {
      const { findings } = readDsl(text);
      if (hasErrors(findings)) return { kind: 'refused', findings };
      return { kind: 'formatted', text: formatDsl(text) };
    }
    case 'json': {
      const parsed = parseJsonText(text);
      if (parsed.kind === 'refused') return parsed;
      return { kind: 'formatted', text: `${JSON.stringify(parsed.value, null, 2)}\n` };
    }
    case 'yaml': {
      const parsed = parseYaml(text);
      return parsed.kind === 'refused' ? parsed : { kind: 'formatted', text: reprintYaml(text) };
    }
    case 'natural_language':
      return { kind: 'formatted', text };
  }
}
