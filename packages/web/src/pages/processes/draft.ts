import type { DefinitionFormat } from '@wbpm/contract';

/** A process that is about to be deployed: its text, and the file it comes from. */
export interface Draft {
  readonly text: string;
  /** Null: it was written here. */
  readonly fileName: string | null;
}

/** What the forms are called. */
export const formatNames: Readonly<Record<Exclude<DefinitionFormat, 'auto'>, string>> = {
  bpmn_xml: 'BPMN 2.0',
  apg_dsl: 'APG DSL',
  json: 'JSON',
  yaml: 'YAML',
  natural_language: 'plain language',
};
