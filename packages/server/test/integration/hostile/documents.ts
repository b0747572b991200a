import { bpmn } from '../../../src/testing/bpmn.ts';
import { dmn, expressionDecision } from '../../../src/testing/dmn.ts';

/** A request that is hostile by its size and shape, before anything in it means something. */
export interface HostileDocument {
  readonly attack: string;
  readonly path: string;
  readonly raw: string;
  readonly contentType: 'application/json' | 'application/xml';
  readonly expected: RegExp;
}

const plain = bpmn({ id: 'plain', nodes: '<startEvent id="s" /><endEvent id="e" />', flows: ['s > e'] });
const withDoctype = (doctype: string, name: string) =>
  plain.replace('?>', `?>${doctype}`).replace('name="plain"', `name="${name}"`);
const lol = Array.from(
  { length: 9 },
  (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`,
).join('');

function xml(attack: string, raw: string, expected: RegExp, path = '/processes'): HostileDocument {
  return { attack, path, raw, contentType: 'application/xml', expected };
}

function json(attack: string, variables: string, expected: RegExp): HostileDocument {
  const raw = `{"variables":${variables}}`;
  return { attack, path: '/processes/plain/instances', raw, contentType: 'application/json', expected };
}

const attributes = (count: number) =>
  plain.replace(
    '<startEvent',
    `<startEvent ${Array.from({ length: count }, (_, at) => `a${at}="1"`).join(' ')}`,
  );
const nested = (depth: number, open: string, close: string, inner = '') =>
  open.repeat(depth) + inner + close.repeat(depth);
const doctype = /^422 .*without a document type/;

export const documents: readonly HostileDocument[] = [
  xml('entities that grow', withDoctype(`<!DOCTYPE d [<!ENTITY l0 "lol">${lol}]>`, '&l9;'), doctype),
  xml(
    'a file as entity',
    withDoctype('<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]>', '&f;'),
    doctype,
  ),
  xml(
    'an address as entity',
    withDoctype('<!DOCTYPE d [<!ENTITY f SYSTEM "http://127.0.0.1/">]>', '&f;'),
    doctype,
  ),
  xml('a foreign DTD', withDoctype('<!DOCTYPE d SYSTEM "http://127.0.0.1/d.dtd">', 'n'), doctype),
  xml('a parameter entity', withDoctype('<!DOCTYPE d [<!ENTITY % p "x"> %p;]>', 'n'), doctype),
  xml('an entity nobody defined', withDoctype('', '&f;'), /^422 .*an entity XML defines/),
  xml(
    'a DTD in a decision',
    dmn(expressionDecision('d', '1')).replace('?>', '?><!DOCTYPE d>'),
    doctype,
    '/decisions',
  ),
  xml(
    'an attribute of 10 MB',
    plain.replace('name="plain"', `name="${'n'.repeat(10_000_000)}"`),
    /^413 .*4194304 bytes/,
  ),
  xml('an attribute of 3 MB', plain.replace('name="plain"', `name="${'n'.repeat(3_000_000)}"`), /^422 /),
  xml('100,000 attributes', attributes(100_000), /^422 .*at most 1000 attributes/),
  xml(
    'a million elements',
    plain.replace('<startEvent', `${'<a/>'.repeat(1_000_000)}<startEvent`),
    /^422 .*at most 50000 elements/,
  ),
  xml(
    'subprocesses 10,000 deep',
    plain.replace('<startEvent', `${nested(10_000, '<subProcess>', '</subProcess>')}<startEvent`),
    /^422 .*levels of nesting/,
  ),
  xml(
    'processing instructions',
    `${'<?a b?>'.repeat(100_000)}${plain.slice(plain.indexOf('<definitions'))}`,
    /^(?:422|200) /,
  ),
  xml('comments', plain.replace('<startEvent', `${'<!---->'.repeat(300_000)}<startEvent`), /^200 /),
  xml('a tag that never ends', `${plain.slice(0, 200)}${'<a '.repeat(100_000)}`, /^422 /),
  json('variables 10,000 deep', nested(10_000, '{"a":', '}', '1'), /^422 .*nested at most/),
  json('lists 10,000 deep', `{"a":${nested(10_000, '[', ']')}}`, /^422 .*nested at most/),
  json('10 MB of variables', `{"a":"${'x'.repeat(10_000_000)}"}`, /^413 .*4194304 bytes/),
  json('a list of a million', `{"a":[${'1,'.repeat(999_999)}1]}`, /^422 .*at most/),
  json(
    '100,000 variables',
    `{${Array.from({ length: 100_000 }, (_, at) => `"v${at}":1`).join(',')}}`,
    /^422 .*at most/,
  ),
  json('a number of a million digits', `{"a":${'9'.repeat(1_000_000)}}`, /^422 /),
];
