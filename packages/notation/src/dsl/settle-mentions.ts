import type { Named } from './draft.ts';
import { suggestion } from './nearest.ts';
import type { Reading } from './reading.ts';

/** Finds the element each mention means: by its id, otherwise by its name. */
export function settleMentions({ mentions, named, report }: Reading): void {
  const ids = new Set(named.map(({ id }) => id));
  const byName = new Map<string, Named[]>();
  for (const element of named) {
    if (element.name === null) continue;
    const alike = byName.get(element.name) ?? [];
    alike.push(element);
    byName.set(element.name, alike);
  }
  for (const mention of mentions) {
    const alike = byName.get(mention.text) ?? [];
    const [first] = alike;
    if (!mention.isName && ids.has(mention.text)) mention.settle(mention.text);
    else if (first === undefined) {
      const known = mention.isName ? byName.keys() : ids;
      report(mention, 'unknown-element', () => {
        const near = ids.size < 2000 ? suggestion(mention.text, known) : '';
        return `Expected an id or name of this file, but found ${mention.text.slice(0, 60)}${near}`;
      });
    } else {
      if (alike.length > 1) {
        const which = alike
          .map(({ id, line }) => `${id} in line ${line}`)
          .slice(0, 5)
          .join(', ');
        report(mention, 'ambiguous-name', `Expected a name that one element has, but found that of ${which}`);
      }
      mention.settle(first.id);
    }
  }
}
