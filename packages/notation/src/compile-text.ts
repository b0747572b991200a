import {
  type Compilation,
  compileBpmn,
  compileDsl,
  compileJsonText,
  compileYaml,
} from './compile-definition.ts';
import type { Format } from './detect-format.ts';
import { errorAt } from './finding.ts';

/** Compiles a process from its text in one of the forms. Findings say where in this text. */
export function compileText(text: string, format: Format): Promise<Compilation> {
  switch (format) {
    case 'bpmn_xml':
      return compileBpmn(text);
    case 'apg_dsl':
      return compileDsl(text);
    case 'json':
      return compileJsonText(text);
    case 'yaml':
      return compileYaml(text);
    case 'natural_language':
      return Promise.resolve({ kind: 'refused', findings: [unread] });
  }
}

const unread = errorAt(
  null,
  'format',
  'Expected BPMN, APG DSL, JSON or YAML, but found a text in plain language, which is not read',
);
