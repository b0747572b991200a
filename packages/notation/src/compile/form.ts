import type { Form } from '@wbpm/engine';
import { type Report, warningAt } from '../finding.ts';
import { extensionOf, type ModdleElement, textOf } from '../moddle.ts';
import { apgFields, camundaFields } from './form-fields.ts';
import { writtenExpression } from './written-expression.ts';

/** The form of a user task or a start event: our own, a generated one, or the key of another. */
export function formOf(element: ModdleElement, elementId: string, report: Report): Form | null {
  const own = extensionOf(element, 'apg:Form');
  if (own !== null) return { kind: 'fields', fields: apgFields(own, elementId, report) };
  const generated = extensionOf(element, 'camunda:FormData');
  if (generated !== null) {
    const businessKey = textOf(generated, 'businessKey');
    if (businessKey !== null) report(warningAt(elementId, 'ignored-extension', keyIgnored(businessKey)));
    return { kind: 'fields', fields: camundaFields(generated, elementId, report) };
  }
  const zeebe = extensionOf(element, 'zeebe:FormDefinition');
  const key =
    textOf(zeebe, 'formKey') ??
    textOf(zeebe, 'formId') ??
    textOf(zeebe, 'externalReference') ??
    textOf(element, 'camunda:formKey') ??
    textOf(element, 'camunda:formRef');
  return key === null ? null : { kind: 'key', key: writtenExpression(key) };
}

function keyIgnored(businessKey: string): string {
  return `Expected the business key to be given at the start, but found it in form field '${businessKey}'; the field is an ordinary one here`;
}
