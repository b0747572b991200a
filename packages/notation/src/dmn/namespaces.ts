/** What each version of DMN calls itself, and what DMN 1.3 calls the same. */
const versions: readonly (readonly [found: string, asDmn13: string])[] = [
  ['http://www.omg.org/spec/DMN/20151101/dmn.xsd', 'MODEL'],
  ['http://www.omg.org/spec/DMN/20151101/dmn11.xsd', 'MODEL'],
  ['http://www.omg.org/spec/DMN/20151130', 'MODEL'],
  ...['20180521', '20211108', '20230324'].flatMap((date) =>
    ['http', 'https'].flatMap((scheme) =>
      ['MODEL', 'DMNDI'].map((part) => [`${scheme}://www.omg.org/spec/DMN/${date}/${part}/`, part] as const),
    ),
  ),
];

const DECLARATION = /(\sxmlns(?::[\w.-]+)?\s*=\s*["'])([^"']*)(["'])/g;
const renamed = new Map(
  versions.map(([found, part]) => [found, `https://www.omg.org/spec/DMN/20191111/${part}/`]),
);

/** The file in the words of DMN 1.3, which the parser knows. Lines stay where they are. */
export function asDmn13(xml: string): string {
  return xml.replace(
    DECLARATION,
    (_, before: string, uri: string, after: string) => `${before}${renamed.get(uri.trim()) ?? uri}${after}`,
  );
}
