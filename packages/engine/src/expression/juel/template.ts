import { compiledOnce } from '../compiled-once.ts';
import { checkSourceLength } from '../limits.ts';
import { parseNode } from './parse.ts';
import type { Node, Template } from './syntax.ts';

const OPENING = /[$#]\{/g;

export const templateOf = compiledOnce(parseTemplate);

export function parseTemplate(source: string): Template {
  checkSourceLength(source);
  const parts: (string | Node)[] = [];
  let text = '';
  let position = 0;
  for (;;) {
    OPENING.lastIndex = position;
    const opening = OPENING.exec(source)?.index ?? source.length;
    text += source.slice(position, opening);
    if (opening === source.length) break;
    if (text.endsWith('\\')) {
      text = text.slice(0, -1) + source.slice(opening, opening + 2);
      position = opening + 2;
      continue;
    }
    const { node, end } = parseNode(source, opening + 2);
    if (text !== '') parts.push(text);
    parts.push(node);
    text = '';
    position = end + 1;
  }
  if (text !== '') parts.push(text);
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'object') return { kind: 'single', node: only };
  return { kind: 'text', parts };
}
