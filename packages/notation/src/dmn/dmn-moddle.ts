/// <reference path="./dmn-modules.d.ts" />
import { DmnModdle } from 'dmn-moddle';
import { childOf, type ModdleElement, textOf } from '../moddle.ts';

const property = (name: string, type: string) => ({ name, type, xml: { serialize: 'property' } });
const attribute = (name: string) => ({ name, type: 'String', isAttr: true });
const typeRef = attribute('typeRef');
const extendsExpression = { superClass: ['Expression'] };
/** `<if>`, `<in>` and their like each hold one expression. */
const branch = {
  name: 'ChildExpression',
  superClass: ['DMNElement'],
  properties: [{ name: 'value', type: 'Expression' }, typeRef],
};

/** The boxed expressions that DMN 1.4 added. */
const boxedExpressions = [
  branch,
  {
    name: 'Conditional',
    ...extendsExpression,
    properties: ['if', 'then', 'else'].map((name) => property(name, branch.name)),
  },
  {
    name: 'Filter',
    ...extendsExpression,
    properties: ['in', 'match'].map((name) => property(name, branch.name)),
  },
  {
    name: 'For',
    ...extendsExpression,
    properties: [attribute('iteratorVariable'), property('in', branch.name), property('return', branch.name)],
  },
  ...['Some', 'Every'].map((name) => ({
    name,
    ...extendsExpression,
    properties: [
      attribute('iteratorVariable'),
      property('in', branch.name),
      property('satisfies', branch.name),
    ],
  })),
];

const dmn13 = new DmnModdle({}).getPackage('dmn');
const dmn = {
  ...dmn13,
  types: [
    ...dmn13.types.map((type) =>
      type.name === 'ItemDefinition'
        ? { ...type, properties: [...(type.properties ?? []), property('typeConstraint', 'UnaryTests')] }
        : type,
    ),
    ...boxedExpressions,
  ],
};

/** Knows DMN 1.3 and what later versions added to it. */
export function newDmnModdle(): DmnModdle {
  return new DmnModdle({ dmn });
}

/** The id that `href="#id"` names; null for none and for elements of other files. */
export function hrefOf(element: ModdleElement, name: string): string | null {
  return targetOf(childOf(element, name));
}

export function targetOf(reference: ModdleElement | null): string | null {
  return /^#(.+)$/.exec(textOf(reference, 'href') ?? '')?.[1] ?? null;
}

/** An attribute of a vendor by its local name, whatever the prefix of the file. */
export function vendorAttribute(element: ModdleElement, local: string): string | null {
  const attributes: unknown = Reflect.get(element, '$attrs');
  if (typeof attributes !== 'object' || attributes === null) return null;
  const found = Object.entries(attributes).find(([name]) => name.endsWith(`:${local}`));
  return typeof found?.[1] === 'string' && found[1].trim() !== '' ? found[1].trim() : null;
}
