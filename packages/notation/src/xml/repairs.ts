import { createFreeNames } from '../free-names.ts';
import { idAttribute, localName, type XmlToken, xmlTokens } from './tokens.ts';

/** `name ="value"` is XML, but not to the parser; the spaces move before the name, so nothing else moves. */
export function withoutSpacedEquals(xml: string): string {
  return rewriteTags(xml, (tag) =>
    tag.replace(
      /([\w.:-]+)(\s*)=(\s*)("[^"]*"|'[^']*')/g,
      (_all, name: string, before: string, after: string, value: string) =>
        `${before}${after}${name}=${value}`,
    ),
  );
}

/**
 * Gives sequence flows without an id one made of their ends. BPMN does not demand ids, but whatever is
 * drawn, recorded or pointed at is called by its id.
 */
export function withFlowIds(xml: string, taken: ReadonlyMap<string, number>): string {
  const freeId = createFreeNames('_', taken.keys());
  return rewriteTags(xml, (tag) => {
    if (localName(tag) !== 'sequenceFlow' || idAttribute(tag) !== null) return tag;
    const end = (name: string) => new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)["']`).exec(tag)?.[1] ?? 'x';
    const id = freeId(`${end('sourceRef')}_to_${end('targetRef')}`.replace(/[^\w.-]/g, '_'));
    return tag.replace(/^<[^\s/>]+/, (name) => `${name} id="${id}"`);
  });
}

function rewriteTags(xml: string, rewrite: (tag: string) => string): string {
  let text = '';
  let copied = 0;
  for (const token of xmlTokens(xml)) {
    if (!isTag(token)) continue;
    const tag = xml.slice(token.offset, token.end);
    const rewritten = rewrite(tag);
    if (rewritten === tag) continue;
    text += xml.slice(copied, token.offset) + rewritten;
    copied = token.end;
  }
  return copied === 0 ? xml : text + xml.slice(copied);
}

function isTag({ kind }: XmlToken): boolean {
  return kind === 'open' || kind === 'empty';
}
