import { childOf, type ModdleElement, tagOf, textOf } from '../moddle.ts';

/** Code told of what happens. It decides nothing about the flow, so the process runs without it. */
export const listeners: ReadonlySet<string> = new Set(['camunda:executionListener', 'camunda:taskListener']);

export function isListener(extension: ModdleElement): boolean {
  return listeners.has(tagOf(extension));
}

/** What is not run, and when it would have been: whoever moved the work of a listener here must know. */
export function unheard(listener: ModdleElement, found: (what: string) => string): string {
  const event = textOf(listener, 'event');
  const what = event === null ? tagOf(listener) : `${tagOf(listener)} of '${event}'`;
  return `Expected no listeners, ${found(what)}; its ${codeOf(listener)} is not run`;
}

function codeOf(listener: ModdleElement): string {
  for (const [attribute, words] of codeAttributes) {
    const code = textOf(listener, attribute);
    if (code !== null) return `${words} '${code.slice(0, 200)}'`;
  }
  const script = childOf(listener, 'script');
  if (script === null) return 'code';
  const language = textOf(script, 'scriptFormat');
  return language === null ? 'script' : `${language} script`;
}

const codeAttributes = [
  ['class', 'class'],
  ['delegateExpression', 'delegate expression'],
  ['expression', 'expression'],
] as const;
