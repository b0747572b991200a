import type { DefinitionFormat, ParsedDefinition } from '@wbpm/contract';
import { detectFormat, type Format } from '@wbpm/notation';

/** The form a text is in: the one that was said, or what it looks like and why. */
export function saidFormat(
  text: string,
  said: DefinitionFormat,
): { readonly format: Format } & Pick<ParsedDefinition, 'detection'> {
  if (said !== 'auto') return { format: said };
  const { format, confidence, reasons } = detectFormat(text);
  return { format, detection: { confidence, reasons: [...reasons] } };
}
