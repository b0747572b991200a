import type { Finding } from '@wbpm/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Api, codeOf } from '../../src/testing/api.ts';
import { bpmn } from '../../src/testing/bpmn.ts';
import { startTestServer, type TestServer } from '../../src/testing/test-server.ts';

const ends = '<startEvent id="s" /><endEvent id="e" />';
const plain = bpmn({ id: 'plain', nodes: ends, flows: ['s > e'] });
const nodes = (inside: string, ...flows: readonly string[]) =>
  bpmn({ id: 'bad', nodes: `${ends}${inside}`, flows });
const around = (element: string) => nodes(element, 's > x > e');
const diagram = (shape: string) =>
  plain
    .replace(
      'xmlns:xsi',
      'xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:xsi',
    )
    .replace(
      '</definitions>',
      `<di:BPMNDiagram id="d"><di:BPMNPlane id="p" bpmnElement="plain">${shape}</di:BPMNPlane></di:BPMNDiagram></definitions>`,
    );
const bounds = (width: string) =>
  `<di:BPMNShape id="b" bpmnElement="s"><dc:Bounds x="0" y="0" width="${width}" height="10" /></di:BPMNShape>`;

/** A definition, and what is said of it: status, rule, place and message of the first finding. */
type Case = readonly [name: string, xml: string | Uint8Array<ArrayBuffer>, said: RegExp];

const documents: readonly Case[] = [
  ['nothing', '', /^400 MALFORMED_XML /],
  ['JSON', '{"name":"a"}', /^422 xml 1:1 Expected XML to begin with '<'/],
  ['a part of it', plain.slice(0, 400), /^422 xml \d+:\d+ /],
  [
    'another root',
    '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml" />',
    /^422 xml - Expected a BPMN 2.0 document/,
  ],
  [
    'another namespace',
    plain.replace('20100524/MODEL', '20030101/MODEL'),
    /^422 xml - Expected a BPMN 2.0 document/,
  ],
  ['UTF-16', new Uint8Array(Buffer.from(`\uFEFF${plain}`, 'utf16le')), /^400 MALFORMED_XML /],
  [
    'the name of another encoding',
    plain.replace('UTF-8', 'UTF-16'),
    /^422 xml 1:1 Expected the encoding UTF-8/,
  ],
  ['a byte order mark', `\uFEFF${plain}`, /^200$/],
  ['a NUL', plain.replace('name="plain"', 'name="pl\0ain"'), /^400 MALFORMED_XML 6:\d+ .*NUL/],
  [
    'XInclude',
    plain.replace(
      '<startEvent',
      '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" /><startEvent',
    ),
    /^422 xml 7:5 Expected readable BPMN/,
  ],
];

const structures: readonly Case[] = [
  ['an id twice', nodes('<task id="s" />', 's > e'), /^422 \S+ \S+ .*'s'/],
  [
    'a flow from nowhere',
    nodes('<sequenceFlow id="f" sourceRef="gone" targetRef="e" />', 's > e'),
    /^422 \S+ \S+ .*gone/,
  ],
  [
    'a flow to nowhere',
    nodes('<sequenceFlow id="f" sourceRef="s" targetRef="gone" />', 's > e'),
    /^422 \S+ \S+ .*gone/,
  ],
  ['no start', bpmn({ id: 'bad', nodes: '<endEvent id="e" />', flows: [] }), /^200$/],
  ['two none starts', nodes('<startEvent id="s2" />', 's > e', 's2 > e'), /^200$/],
  [
    'a gateway with no way that must hold',
    nodes('<exclusiveGateway id="x" /><endEvent id="f" />', 's > x > e', 'x > f'),
    /^422 \S+ \S+ /,
  ],
  [
    'a boundary event on nothing',
    nodes(
      '<boundaryEvent id="b" attachedToRef="gone"><timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition></boundaryEvent>',
      's > e',
      'b > e',
    ),
    /^422 \S+ \S+ /,
  ],
  [
    'a flow across the border of a subprocess',
    nodes('<subProcess id="x"><task id="inner" /></subProcess>', 's > x > e', 's > inner'),
    /^422 \S+ \S+ /,
  ],
  ['an element nothing leads to', nodes('<task id="x" />', 's > e', 'x > e'), /^200$/],
  ['a circle without wait', nodes('<task id="x" /><task id="y" />', 's > x > y > x'), /^200$/],
  [
    'an id __proto__',
    around('<task id="x" name="a" />').replaceAll('"x"', '"__proto__"'),
    /^422 id-and-name __proto__ /,
  ],
  [
    'a name of 10 kB',
    around(`<task id="x" name="${'n'.repeat(10_000)}" />`),
    /^422 \S+ x .*at most 1000 characters, but found 10000/,
  ],
  ['a process nobody may run', plain.replace('isExecutable="true"', 'isExecutable="false"'), /^422 \S+ \S+ /],
  [
    'extensions nobody knows',
    around('<task id="x"><extensionElements><z:w xmlns:z="urn:z" a="1"/></extensionElements></task>'),
    /^200$/,
  ],
  ['a drawing that is rubbish', diagram('<di:Nonsense id="n" />'), /^200$/],
  ['a drawing of what does not exist', diagram(bounds('10').replace('"s"', '"gone"')), /^200$/],
  ['a drawing of negative size', diagram(bounds('-10')), /^200$/],
  ['a drawing of no size at all', diagram(bounds('wide')), /^200$/],
];

const timer = (kind: 'timeDuration' | 'timeDate' | 'timeCycle', text: string): string =>
  kind === 'timeCycle'
    ? nodes(
        `<userTask id="x" /><boundaryEvent id="t" attachedToRef="x" cancelActivity="false"><timerEventDefinition><timeCycle>${text}</timeCycle></timerEventDefinition></boundaryEvent><endEvent id="f" />`,
        's > x > e',
        't > f',
      )
    : around(
        `<intermediateCatchEvent id="x"><timerEventDefinition><${kind}>${text}</${kind}></timerEventDefinition></intermediateCatchEvent>`,
      );

const durations = ['PT', 'P', '-PT5M', '2h', 'P1000000Y', '', ' ', 'PT٥M', 'P1D'.repeat(2000)];
const dates = [
  '2026-02-30',
  '2026-03-01T24:30:00Z',
  '2026-03-01T23:59:61Z',
  '+275761-01-01T00:00:00Z',
  '0',
  'now',
];
const cycles = [
  'R/PT0S',
  'R',
  'R3',
  'R-1/PT1S',
  '60 * * * *',
  '*/0 * * * *',
  '1-5-7 * * * *',
  '@reboot',
  '0 0 31 2 *',
  '* * *',
  `${'*,'.repeat(50_000)}* * * * *`,
];

const times: readonly Case[] = [
  ...durations.map(
    (text): Case => [`a duration ${text.slice(0, 20)}`, timer('timeDuration', text), /^422 \S+ x /],
  ),
  ...dates.map((text): Case => [`a date ${text}`, timer('timeDate', text), /^422 \S+ x /]),
  ...cycles.map((text): Case => [`a cycle ${text.slice(0, 20)}`, timer('timeCycle', text), /^422 \S+ t /]),
];

const conditions = [
  '=',
  '= a +',
  '=(a',
  '=a = "b',
  '=f(',
  '=a := 1',
  `=${'('.repeat(1000)}1${')'.repeat(1000)}`,
  `=${'a+'.repeat(2500)}a`,
  '${',
  '${a +}',
  '${a = 1}',
];
const expressions: readonly Case[] = conditions.map((text): Case => {
  const flow = `<sequenceFlow id="x" sourceRef="g" targetRef="e"><conditionExpression>${text}</conditionExpression></sequenceFlow>`;
  const xml = nodes(`<exclusiveGateway id="g" default="g_f" /><endEvent id="f" />${flow}`, 's > g', 'g > f');
  return [`an expression ${text.slice(0, 20)}`, xml, /^422 expression-syntax x /];
});

describe('a bad definition', () => {
  let server: TestServer;
  let api: Api;
  beforeAll(async () => {
    server = await startTestServer({ database: 'pglite' });
    api = await server.api();
  });
  afterAll(() => server.stop());

  it.each([...documents, ...structures, ...times, ...expressions])(
    'is refused with its place, or understood: %s',
    async (_name, raw, said) => {
      const answer = await api.call('POST', '/processes', { raw, contentType: 'application/xml' });
      expect(saidIn(answer)).toMatch(said);
      expect(saidIn(answer).length).toBeLessThan(300);
      expect(server.errors()).toEqual([]);
    },
  );
});

function saidIn(answer: Answer): string {
  if (answer.status === 200) return '200';
  const [finding] = (answer.body as { readonly errors: readonly Finding[] }).errors;
  const rule = codeOf(answer) === 'INVALID_DEFINITION' ? finding?.code : codeOf(answer);
  const { line, column, element_id: element } = finding ?? {};
  const place = element ?? (line === undefined ? '-' : `${line}:${column}`);
  return `${answer.status} ${rule} ${place} ${finding?.message}`;
}
