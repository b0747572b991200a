import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileBpmn, compileJson } from './compile-definition.ts';
import { around, bpmn, definitions, flow, marksOf, messagesOf, modelOf } from './testing/bpmn.ts';
import { around as jsonAround } from './testing/json.ts';

function sharedData(): string {
  return process.env['WBPM_SHARED_DATA'] ?? resolve('..', 'shared', 'data');
}

/** Every text somewhere below a key, wherever that stands in a JSON value. */
function textsUnder(key: string, value: unknown, below = false): readonly string[] {
  if (typeof value === 'string') return below ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]: [string, unknown]) =>
    textsUnder(key, part, below || name === key),
  );
}

/** Models that others made; they lie beside the checkout, or where WBPM_SHARED_DATA says. */
function realModel(name: string): string {
  const folder = resolve(sharedData(), 'real-models');
  if (!existsSync(folder))
    throw new Error(`Expected real process models in ${folder}, but found no such folder`);
  return readFileSync(resolve(folder, name), 'utf8');
}

async function refusedIn(name: string): Promise<readonly string[]> {
  const compilation = await compileBpmn(realModel(name));
  expect(compilation.kind).toBe('refused');
  return compilation.findings.flatMap(({ severity, rule, elementId, line, message }) =>
    severity === 'error'
      ? [`${rule} ${elementId}:${line} ${/\((.*)\)|found (camunda:\w+)/.exec(message)?.slice(1).join('')}`]
      : [],
  );
}

describe('models that others made', () => {
  it('invoice runs as it is, and says what of it does not', async () => {
    const xml = realModel('invoice.v2.bpmn');
    const { findings } = await compileBpmn(xml);
    expect(findings.map(({ rule, elementId, line }) => [rule, elementId, line])).toEqual([
      ['listener', 'approveInvoice', 30],
      ['listener', 'approveInvoice', 30],
      ['delegate', 'ServiceTask_1', 79],
      ['exclusive-choice', 'invoice_approved', 46],
      ['exclusive-choice', 'reviewSuccessful_gw', 51],
    ]);
    const model = await modelOf(xml);
    expect(model.elements.find(({ id }) => id === 'assignApprover')).toMatchObject({
      type: 'businessRuleTask',
      work: {
        kind: 'decision',
        decisionId: { language: 'literal', source: 'invoice-assign-approver' },
        mapResult: 'collectEntries',
        resultVariable: 'approverGroups',
      },
    });
    expect(model.elements.find(({ id }) => id === 'ServiceTask_1')).toMatchObject({
      asyncBefore: true,
      work: {
        kind: 'job',
        jobType: {
          language: 'literal',
          source: 'org.camunda.bpm.example.invoice.service.ArchiveInvoiceService',
        },
      },
    });
  });

  it('pizza is not executable, and has a timer without a time', async () => {
    const findings = await refusedIn('pizza-collaboration.bpmn');
    expect(findings.map((finding) => finding.split(' ').slice(0, 2).join(' '))).toEqual([
      'executable-process _6-1:5',
      expect.stringMatching(/^invalid-time _6-219:/),
    ]);
  });

  it('pizza runs once somebody means it to', async () => {
    const xml = realModel('pizza-collaboration.bpmn')
      .replaceAll('isExecutable="false"', 'isExecutable="true"')
      .replace('<semantic:timeDate/>', '<semantic:timeDuration>PT1H</semantic:timeDuration>');
    expect(await compileBpmn(xml)).toMatchObject({ kind: 'compiled', processes: [{}, {}] });
    expect(await marksOf(xml)).toEqual(['end-reachable _6-674']);
  });

  it.each(['nested-subprocesses.bpmn', 'reviewInvoice.bpmn'])(
    '%s compiles and keeps its file',
    async (name) => {
      const xml = realModel(name);
      expect(await compileBpmn(xml)).toMatchObject({ kind: 'compiled', bpmnXml: xml });
    },
  );
});

describe('models of other engines’ tests', () => {
  const folder = resolve(sharedData(), 'scenarios', 'models');
  const names = readdirSync(folder).filter((name) => !name.endsWith('.dmn11.xml'));

  it.each(names)('%s compiles', async (name) => {
    const { kind, findings } = await compileBpmn(readFileSync(resolve(folder, name), 'utf8'));
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(kind).toBe('compiled');
  });

  it('within the scenarios themselves compile', async () => {
    const written = textsUnder(
      'inlineBpmn',
      JSON.parse(readFileSync(resolve(folder, '..', 'scenarios.json'), 'utf8')),
    );
    expect(written.length).toBeGreaterThan(0);
    for (const xml of written) expect((await compileBpmn(xml)).kind).toBe('compiled');
  });
});

describe('which processes are deployed', () => {
  const process = (id: string, attributes: string) =>
    `<process id="${id}" ${attributes}><startEvent id="${id}s"/><endEvent id="${id}e"/>${flow(`${id}s`, `${id}e`)}</process>`;
  const deployed = async (xml: string) => {
    const compilation = await compileBpmn(xml);
    return compilation.kind === 'compiled' ? compilation.processes.map(({ processId }) => processId) : [];
  };

  it('all that are executable', async () => {
    const xml = definitions(
      process('a', 'isExecutable="true"') +
        process('b', 'isExecutable="false"') +
        process('c', 'isExecutable="true"'),
    );
    expect(await deployed(xml)).toEqual(['a', 'c']);
    expect(await marksOf(xml)).toEqual([]);
  });

  it('all of a file that does not say, with warnings', async () => {
    const xml = definitions(process('a', '') + process('b', ''));
    expect(await deployed(xml)).toEqual(['a', 'b']);
    expect(await marksOf(xml)).toEqual(['executable-process a', 'executable-process b']);
  });

  it('a lone one that does not say, with a warning', async () => {
    const xml = definitions(process('a', 'name="A"'));
    expect(await deployed(xml)).toEqual(['a']);
    expect(await messagesOf(xml)).toEqual([
      "Expected isExecutable on process 'A', but found none; it is taken as executable",
    ]);
  });

  it.each([
    ['none at all', definitions(''), 'but found no process'],
    ['one that is not executable', definitions(process('a', 'isExecutable="false"')), "but found only 'a'"],
    [
      'two of which one is not',
      definitions(process('a', '') + process('b', 'isExecutable="false"')),
      "but found only 'a', 'b'",
    ],
  ])('not %s', async (_name, xml, message) => {
    expect(await messagesOf(xml)).toEqual([expect.stringContaining(message)]);
  });

  it('none without an id', async () => {
    const xml = definitions('<process isExecutable="true"/>');
    expect(await marksOf(xml)).toEqual(['!missing-id null']);
  });

  it('none with elements without an id', async () => {
    expect(
      await marksOf(
        bpmn(
          '<startEvent id="s"/><task/><subProcess id="x"><startEvent id="is"/><task/><endEvent id="ie"/></subProcess><endEvent id="e"/>',
        ),
      ),
    ).toEqual(['!missing-id p', '!missing-id x', 'reachable x', 'reachable e', 'reachable ie']);
  });

  it('flows without an id by their ends', async () => {
    const xml = bpmn('<startEvent id="s"/><endEvent id="e"/><sequenceFlow sourceRef="s" targetRef="e"/>');
    expect((await modelOf(xml)).flows).toMatchObject([{ id: 's_to_e', sourceId: 's', targetId: 'e' }]);
    const compilation = await compileBpmn(xml);
    expect(compilation).toMatchObject({ bpmnXml: expect.stringContaining('id="s_to_e" sourceRef="s"') });
  });
});

describe('a compilation', () => {
  it('is frozen to the bottom', async () => {
    const model = await modelOf(around('<userTask id="x" camunda:candidateUsers="a"/>'));
    const parts: unknown[] = [model];
    for (const part of parts) {
      if (typeof part !== 'object' || part === null) continue;
      expect(Object.isFrozen(part)).toBe(true);
      parts.push(...Object.values(part));
    }
    expect(parts.length).toBeGreaterThan(30);
  });

  it('shows errors first and at most a hundred findings', async () => {
    const tasks = Array.from({ length: 150 }, (_, index) => `<userTask id="u${index}"/>`).join('');
    const { findings } = await compileBpmn(bpmn(`<startEvent id="s"/>${tasks}<choreographyTask id="r"/>`));
    expect(findings).toHaveLength(100);
    expect(findings.map(({ severity }) => severity).lastIndexOf('error')).toBe(0);
  });

  it('takes thousands of elements in a moment', async () => {
    const ids = Array.from({ length: 3_000 }, (_, index) => `g${index}`);
    const gateways = ids.map((id) => `<parallelGateway id="${id}"/>`).join('');
    const flows = ids
      .slice(1)
      .map((id, index) => flow(ids[index] ?? '', id))
      .join('');
    const model = await modelOf(bpmn(`<startEvent id="s"/>${gateways}${flow('s', 'g0')}${flows}`));
    expect(model.elements).toHaveLength(3_001);
  });
});

describe('whatever comes in', () => {
  const xmlPieces = fc.constantFrom(
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">',
    '</definitions>',
    '<process id="p" isExecutable="true">',
    '</process>',
    '<startEvent id="s"/>',
    '<task id="__proto__"/>',
    '<subProcess id="constructor">',
    '</subProcess>',
    '<',
    '>',
    '"',
    '&',
    ' ',
    '<sequenceFlow id="f" sourceRef="s" targetRef="__proto__"/>',
    '<boundaryEvent id="b" attachedToRef="b"/>',
    '<boundaryEvent id="b2" attachedToRef="constructor"><compensateEventDefinition activityRef="s"/></boundaryEvent>',
    '<eventBasedGateway id="g"/>',
    '<callActivity id="c"><multiInstanceLoopCharacteristics behavior="One"/></callActivity>',
    '<intermediateThrowEvent id="l"><linkEventDefinition/></intermediateThrowEvent>',
    '<association id="a" sourceRef="b2" targetRef="c"/>',
    '<adHocSubProcess id="h"/>',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    'x',
  );

  it('as text gives an answer, never an error', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(xmlPieces, { maxLength: 20 }).map((pieces) => pieces.join('')),
        ),
        async (text) => {
          expect(['compiled', 'refused']).toContain((await compileBpmn(text)).kind);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('as JSON gives an answer, never an error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        expect((await compileJson(value)).kind).toBe('refused');
      }),
      { numRuns: 300 },
    );
  });

  it('as nearly good JSON gives an answer, too', async () => {
    const key = fc.constantFrom(
      'type',
      'id',
      'name',
      'default',
      'inputs',
      'headers',
      'form',
      'timer',
      'activities',
      'flows',
      'candidate_users',
      '__proto__',
    );
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('userTask', 'serviceTask', 'subProcess', 'timer', 's', '${a}', '=a'),
    );
    await fc.assert(
      fc.asyncProperty(fc.dictionary(key, value), async (activity) => {
        const { kind, findings } = await compileJson(jsonAround(activity));
        expect(kind === 'compiled' || findings.length > 0).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('as linear process of known tasks compiles and is drawn', async () => {
    const element = fc.constantFrom('task', 'exclusiveGateway', 'parallelGateway', 'userTask', 'serviceTask');
    await fc.assert(
      fc.asyncProperty(
        fc.array(element, { maxLength: 12 }),
        fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 6 }),
        async (tags, extra) => {
          const ids = tags.map((_, index) => `x${index}`);
          const stops = ['s', ...ids, 'e'];
          const flows = stops.slice(1).map((to, index) => flow(stops[index] ?? '', to));
          const more = extra
            .filter(([from, to]) => from < ids.length && to < ids.length)
            .map(([from, to], index) => {
              const condition = tags[from] === 'parallelGateway' ? undefined : '=a';
              return flow(`x${from}`, `x${to}`, condition, `m${index}`);
            });
          const elements = tags.map(
            (tag, index) =>
              `<${tag} id="x${index}" ${tag === 'exclusiveGateway' ? `default="${flowId(index, ids.length)}"` : ''}/>`,
          );
          const model = await modelOf(
            bpmn(
              `<startEvent id="s"/>${elements.join('')}<endEvent id="e"/>${flows.join('')}${more.join('')}`,
            ),
          );
          expect(model.elements).toHaveLength(stops.length);
        },
      ),
      { numRuns: 60 },
    );
  });
});

function flowId(index: number, count: number): string {
  return `x${index}-${index + 1 < count ? `x${index + 1}` : 'e'}`;
}
