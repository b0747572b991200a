import { readFileSync } from 'node:fs';
import camunda from 'camunda-bpmn-moddle/resources/camunda.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import { apgDescriptor } from './apg-descriptor.ts';
import { workAttributes } from './compile/delegate.ts';
import { hints, ignoredAttributes, notes, readOn, refusedAttributes } from './compile/extensions.ts';
import { listeners } from './compile/listener.ts';

/** What becomes of an extension, in the first word of its row. */
type Treatment = 'applied' | 'kept' | 'warned' | 'refused';

const page = readFileSync(new URL('../../../docs/extensions.md', import.meta.url), 'utf8');
const rows = new Map(
  [...page.matchAll(/^\| (`[^|]*`) +\| (\w+)/gm)].flatMap(([, names = '', treatment = '']) =>
    [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => [name, treatment] as const),
  ),
);

interface Descriptor {
  readonly prefix: string;
  readonly types: readonly {
    readonly name: string;
    readonly superClass?: readonly string[];
    readonly extends?: readonly string[];
    readonly properties?: readonly { readonly name: string; readonly isAttr?: boolean }[];
  }[];
}

/** Elements a model may hold, and attributes it may put on elements of BPMN. */
function namesIn({ prefix, types }: Descriptor): readonly string[] {
  const lower = (name: string) => `${prefix}:${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  const elements = types.filter(
    ({ superClass, extends: extended }) => superClass?.includes('Element') && extended === undefined,
  );
  const attributes = types
    .filter((type) => type.extends?.some((name) => name.startsWith('bpmn:')))
    .flatMap(({ properties = [] }) => properties.filter(({ isAttr }) => isAttr === true));
  return [
    ...elements.map(({ name }) => lower(name)),
    ...attributes.map(({ name }) => `${prefix}:${name.replace(/^\w+:/, '')}`),
  ];
}

describe('docs/extensions.md', () => {
  it.each([
    ['camunda', camunda],
    ['zeebe', zeebe],
    ['apg', apgDescriptor],
  ] as [string, Descriptor][])('names every element and attribute of %s', (_prefix, descriptor) => {
    expect(namesIn(descriptor).filter((name) => !rows.has(name))).toEqual([]);
  });

  it.each<[Treatment, readonly string[]]>([
    ['applied', Object.keys(readOn)],
    ['kept', [...notes]],
    ['warned', [...listeners, ...[...hints].filter((name) => !(name in readOn)), ...ignoredAttributes]],
    ['refused', refusedAttributes],
  ])('says of what is %s just that', (treatment, names) => {
    expect(names.filter((name) => rows.get(name) !== treatment)).toEqual([]);
  });

  it('says what becomes of code', () => {
    expect(workAttributes.map((name) => rows.get(name))).toEqual(['worker', 'worker', 'evaluated']);
  });
});
