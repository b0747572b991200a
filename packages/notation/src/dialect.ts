/** Whose extension elements a file uses beside the plain BPMN ones. */
export type Dialect = 'camunda' | 'zeebe' | 'plain';

const namespaces = [
  ['camunda', 'http://camunda.org/schema/1.0/bpmn'],
  ['camunda', 'http://activiti.org/bpmn'],
  ['zeebe', 'http://camunda.org/schema/zeebe/1.0'],
] as const;

/** The vendors whose namespace is not only declared but used. */
export function vendorsIn(xml: string): readonly Exclude<Dialect, 'plain'>[] {
  const used = namespaces.filter(([, uri]) => usesNamespace(xml, uri)).map(([vendor]) => vendor);
  return [...new Set(used)];
}

/** Camunda began as Activiti; files from then carry the same extensions under the older name. */
export function withoutLegacyNamespace(xml: string): string {
  return xml.replaceAll(/(["'])http:\/\/activiti\.org\/bpmn\1/g, '$1http://camunda.org/schema/1.0/bpmn$1');
}

function usesNamespace(xml: string, uri: string): boolean {
  const declarations = xml.matchAll(new RegExp(`\\sxmlns(?::([\\w.-]+))?\\s*=\\s*["']${uri}["']`, 'g'));
  for (const [, prefix] of declarations) {
    if (prefix === undefined) return true;
    const name = prefix.replaceAll('.', '\\.');
    if (new RegExp(`<${name}:|\\s${name}:[\\w.-]+\\s*=`).test(xml)) return true;
  }
  return false;
}
