import type { DecisionType, SimpleType } from '@wbpm/engine';
import { childOf, childrenOf, flagOf, type ModdleElement, nameOf, textOf } from '../moddle.ts';

/** Looks a `typeRef` up; null when the file defines no such type. */
export type FindType = (reference: string) => DecisionType | null;

const ANY: DecisionType = { kind: 'any' };

/** The names of FEEL's own types, with those of DMN 1.1 and of Camunda 7. */
const builtIn: ReadonlyMap<string, SimpleType | 'any' | 'function'> = new Map([
  ['number', 'number'],
  ['integer', 'number'],
  ['long', 'number'],
  ['double', 'number'],
  ['string', 'string'],
  ['boolean', 'boolean'],
  ['date', 'date'],
  ['time', 'time'],
  ['date and time', 'date and time'],
  ['dateTime', 'date and time'],
  ['days and time duration', 'days and time duration'],
  ['dayTimeDuration', 'days and time duration'],
  ['years and months duration', 'years and months duration'],
  ['yearMonthDuration', 'years and months duration'],
  ['Any', 'any'],
  ['any', 'any'],
  ['context', 'any'],
  ['list', 'any'],
  ['function', 'function'],
]);

/** Reads the types of a file. A type that contains itself is anything from there on. */
export function typesIn(definitions: ModdleElement): FindType {
  const items = new Map(
    childrenOf(definitions, 'itemDefinition').flatMap((item) => {
      const name = nameOf(item);
      return name === null ? [] : [[name, item] as const];
    }),
  );

  function find(reference: string, open: readonly string[]): DecisionType | null {
    const item = items.get(reference) ?? items.get(withoutPrefix(reference));
    if (item !== undefined) {
      const name = nameOf(item) ?? '';
      return open.includes(name) ? ANY : read(item, [...open, name]);
    }
    const simple = builtIn.get(reference) ?? builtIn.get(withoutPrefix(reference));
    if (simple === undefined) return null;
    return simple === 'any' || simple === 'function' ? { kind: simple } : simpleType(simple);
  }

  function read(item: ModdleElement, open: readonly string[]): DecisionType {
    const own = textOf(childOf(item, 'allowedValues'), 'text');
    const base = restricted(baseOf(item, open), own);
    const whole = textOf(childOf(item, 'typeConstraint'), 'text');
    if (!flagOf(item, 'isCollection')) return restricted(base, whole);
    return { kind: 'list', item: base, allowed: whole };
  }

  function baseOf(item: ModdleElement, open: readonly string[]): DecisionType {
    if (childOf(item, 'functionItem') !== null) return { kind: 'function' };
    const components = childrenOf(item, 'itemComponent');
    if (components.length === 0) return find(textOf(item, 'typeRef') ?? 'Any', open) ?? ANY;
    const entries = components.map((component) => ({
      name: nameOf(component) ?? '',
      type: read(component, open),
    }));
    return { kind: 'context', entries, allowed: null };
  }

  return (reference) => find(reference, []);
}

/** Names of components that hold spaces or operators change how FEEL is read. */
export function componentNames(definitions: ModdleElement): readonly string[] {
  const within = (item: ModdleElement): readonly string[] => [
    nameOf(item) ?? '',
    ...childrenOf(item, 'itemComponent').flatMap(within),
  ];
  return childrenOf(definitions, 'itemDefinition').flatMap((item) =>
    childrenOf(item, 'itemComponent').flatMap(within),
  );
}

function restricted(type: DecisionType, allowed: string | null): DecisionType {
  if (allowed === null || type.kind === 'any' || type.kind === 'function') return type;
  return { ...type, allowed };
}

function simpleType(name: SimpleType): DecisionType {
  return { kind: 'simple', name, allowed: null };
}

/** DMN 1.1 writes `feel:string`. */
function withoutPrefix(reference: string): string {
  return reference.slice(reference.lastIndexOf(':') + 1);
}
