import { createFreeNames } from '../free-names.ts';

const bpmnUri = 'http://www.omg.org/spec/BPMN/20100524/MODEL';
const xmlUri = 'http://www.w3.org/XML/1998/namespace';

/** Namespaces that many tools write, under the prefixes by which they are known. */
const wellKnown: ReadonlyMap<string, string> = new Map([
  [bpmnUri, 'bpmn'],
  ['http://www.omg.org/spec/BPMN/20100524/DI', 'bpmndi'],
  ['http://www.omg.org/spec/DD/20100524/DC', 'dc'],
  ['http://www.omg.org/spec/DD/20100524/DI', 'di'],
  ['http://www.w3.org/2001/XMLSchema-instance', 'xsi'],
  ['http://www.w3.org/2001/XMLSchema', 'xsd'],
  ['http://apg.dev/schema/bpmn/1.0', 'apg'],
  ['http://camunda.org/schema/1.0/bpmn', 'camunda'],
  ['http://camunda.org/schema/zeebe/1.0', 'zeebe'],
  ['http://camunda.org/schema/modeler/1.0', 'modeler'],
  ['http://activiti.org/bpmn', 'activiti'],
  ['http://flowable.org/bpmn', 'flowable'],
  ['http://bpmn.io/schema/bpmn/biocolor/1.0', 'bioc'],
  ['http://www.omg.org/spec/BPMN/non-normative/color/1.0', 'color'],
  ['http://www.signavio.com', 'signavio'],
  ['http://www.jboss.org/drools', 'drools'],
  [xmlUri, 'xml'],
]);

/** The declarations in force at a place of a document: the address of a prefix, empty for the default. */
export interface Scope {
  get(prefix: string): string | undefined;
}

export const outermostScope: Scope = new Map([['xml', xmlUri]]);

/** The scope of an element with declarations of its own. */
export function scopeWithin(outer: Scope, declared: ReadonlyMap<string, string>): Scope {
  return declared.size === 0 ? outer : { get: (prefix) => declared.get(prefix) ?? outer.get(prefix) };
}

/**
 * One prefix for each namespace, whatever the documents call it. Documents that are compared are read
 * with the same table, so that equal names are equal text. Names of BPMN itself have no prefix; those of
 * no namespace begin with a colon.
 */
export interface Namespaces {
  element(written: string, scope: Scope): string;
  /** Attributes without a prefix belong to their element. */
  attribute(written: string, scope: Scope): string;
  /** A qualified name in a value; as it is written where its prefix is not declared. */
  value(written: string, scope: Scope): string;
  /** Takes note of a prefix that a document declares: values may use it in ways nobody knows. */
  declare(prefix: string, uri: string): void;
  uriOf(prefix: string): string | null;
  /** Prefixes documents declared, with their addresses. */
  readonly declared: ReadonlyMap<string, string>;
}

export function createNamespaces(): Namespaces {
  const prefixes = new Map(wellKnown);
  const uris = new Map([...wellKnown].map(([uri, prefix]) => [prefix, uri]));
  const declared = new Map<string, string>();
  const freePrefix = createFreeNames('', uris.keys());
  const prefixOf = (uri: string, wanted: string): string => {
    const known = prefixes.get(uri);
    if (known !== undefined) return known;
    const prefix = freePrefix(wanted === '' ? 'ns' : wanted);
    prefixes.set(uri, prefix);
    uris.set(prefix, uri);
    return prefix;
  };
  const qualified = (uri: string, wanted: string, local: string) =>
    uri === bpmnUri ? local : `${prefixOf(uri, wanted)}:${local}`;
  return {
    element(written, scope) {
      const [prefix, local] = split(written);
      const uri = scope.get(prefix) ?? '';
      return uri === '' ? `:${written}` : qualified(uri, prefix, local);
    },
    attribute(written, scope) {
      const [prefix, local] = split(written);
      const uri = prefix === '' ? undefined : scope.get(prefix);
      if (uri === undefined) return written;
      return `${prefixOf(uri, prefix)}:${local}`;
    },
    value(written, scope) {
      const [prefix, local] = split(written.trim());
      const uri = scope.get(prefix);
      return uri === undefined ? written : qualified(uri, prefix, local);
    },
    declare(prefix, uri) {
      const known = prefixes.get(uri);
      if (known === undefined && prefix !== '' && !uris.has(prefix)) prefixOf(uri, prefix);
      if (!declared.has(prefix)) declared.set(prefix, uri);
    },
    uriOf: (prefix) => uris.get(prefix) ?? null,
    declared,
  };
}

function split(name: string): readonly [prefix: string, local: string] {
  const colon = name.indexOf(':');
  return colon === -1 ? ['', name] : [name.slice(0, colon), name.slice(colon + 1)];
}
