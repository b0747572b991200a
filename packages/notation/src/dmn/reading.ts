import type { DecisionType, TextExpression, TypedName } from '@wbpm/engine';
import { errorAt, type Report, warningAt } from '../finding.ts';
import { idOf, type ModdleElement, nameOf, textOf } from '../moddle.ts';
import type { FindType } from './types.ts';

/** What reading any part of a file takes along. */
export interface Reading {
  readonly findType: FindType;
  readonly report: Report;
  /** The language of expressions that name none. */
  readonly language: string | null;
  /** The nearest element with an id: findings about what has none are shown there. */
  readonly ownerId: string;
}

export function inside(reading: Reading, element: ModdleElement): Reading {
  const id = idOf(element);
  return id === null ? reading : { ...reading, ownerId: id };
}

/** The text of a literal expression or of unary tests, in the language it says it is in. */
export function expressionIn(element: ModdleElement | null, reading: Reading): TextExpression {
  const text = textOf(element, 'text') ?? '';
  const language = textOf(element, 'expressionLanguage') ?? reading.language ?? 'feel';
  if (/feel/i.test(language)) return { language: 'feel', source: text };
  if (/^juel$/i.test(language))
    return text === '' || text === '-' ? { language: 'juel', source: text } : juelIn(text);
  const id = element === null ? null : idOf(element);
  reading.report(
    errorAt(
      id ?? reading.ownerId,
      'expression-language',
      `Expected an expression in FEEL or JUEL, but found the language '${language.slice(0, 60)}'`,
    ),
  );
  return { language: 'literal', source: text };
}

/** As in Camunda 7, a JUEL text without braces is one expression. */
function juelIn(text: string): TextExpression {
  const source = /[$#]\{/.test(text) ? text.replaceAll('#{', '${') : `\${${text}}`;
  return { language: 'juel', source };
}

export function typeOf(element: ModdleElement | null, reading: Reading): DecisionType {
  const reference = textOf(element, 'typeRef');
  if (reference === null) return { kind: 'any' };
  const type = reading.findType(reference);
  if (type !== null) return type;
  const id = element === null ? null : idOf(element);
  reading.report(
    warningAt(
      id ?? reading.ownerId,
      'unknown-type',
      `Expected a type of FEEL or of the file, but found '${reference.slice(0, 60)}': any value is taken`,
    ),
  );
  return { kind: 'any' };
}

/** A `variable`, `parameter` or `column`. */
export function typedName(element: ModdleElement | null, fallback: string, reading: Reading): TypedName {
  return {
    name: element === null ? fallback : (nameOf(element) ?? fallback),
    type: typeOf(element, reading),
  };
}
