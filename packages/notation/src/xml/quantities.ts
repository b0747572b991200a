import { errorAt, type Finding } from '../finding.ts';
import { idAttribute, xmlTokens } from './tokens.ts';

/** Quantities that are no whole numbers: the parser keeps the digits they begin with and says nothing. */
export function brokenQuantities(xml: string): readonly Finding[] {
  if (!xml.includes('Quantity')) return [];
  return [...xmlTokens(xml)].flatMap((token) => {
    if (token.kind !== 'open' && token.kind !== 'empty') return [];
    const tag = xml.slice(token.offset, token.end);
    return [...tag.matchAll(quantity)].flatMap(({ 1: name = '', 2: value = '' }) => {
      const written = value.slice(1, -1);
      if (!/^\s*[+-]?\d/.test(written) || /^\s*[+-]?\d+\s*$/.test(written)) return [];
      const id = idAttribute(tag);
      const message = `Expected ${name} of '${id ?? ''}' to be a whole number, but found '${written.slice(0, 40)}'`;
      return [errorAt(id, 'token-quantity', message)];
    });
  });
}

const quantity = /\s(startQuantity|completionQuantity)\s*=\s*("[^"]*"|'[^']*')/g;
