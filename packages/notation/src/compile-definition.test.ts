import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileBpmn, compileJson } from './compile-definition.ts';
import { around, bpmn, definitions, flow, marksOf, messagesOf, modelOf } from './testing/bpmn.ts';
import { around as jsonAround } from './testing/json.ts';

/** Models that others made; they lie beside the checkout, or where WBPM_SHARED_DATA says. */
function realModel(name: string): string {
  const folder = resolve(process.env['WBPM_SHARED_DATA'] ?? resolve('..', 'shared', 'data'), 'real-models');
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
  it('invoice is refused for exactly what cannot run', async () => {
    expect(await refusedIn('invoice.v2.bpmn')).toEqual([
      'not-executable approveInvoice:30 camunda:taskListener',
      'not-executable assignApprover:66 businessRuleTask',
      'not-executable ServiceTask_1:79 camunda:class',
      'not-executable reviewInvoice:83 callActivity',
    ]);
  });

  it('pizza is not executable, and it is said what else would be missing', async () => {
    const findings = await refusedIn('pizza-collaboration.bpmn');
    expect(findings[0]).toContain('executable-process _6-1:5');
    expect(findings.filter((finding) => finding.startsWith('not-executable'))).toEqual([
      'not-executable _6-450:22 startEvent with messageEventDefinition',
      'not-executable _6-674:31 intermediateCatchEvent with messageEventDefinition',
      'not-executable _6-180:79 eventBasedGateway',
      'not-executable _6-202:85 intermediateCatchEvent with messageEventDefinition',
    ]);
  });

  it('nested subprocesses are refused for one boundary event', async () => {
    expect(await refusedIn('nested-subprocesses.bpmn')).toEqual([
      'not-executable sid-C586DCF2-0B1B-4878-8042-F9869023F21B:120 boundaryEvent with errorEventDefinition',
    ]);
  });

  it('the review compiles and keeps its file', async () => {
    const xml = realModel('reviewInvoice.bpmn');
    expect(await compileBpmn(xml)).toMatchObject({
      kind: 'compiled',
      bpmnXml: xml,
      findings: [],
      processes: [{ processId: 'ReviewInvoice' }],
    });
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
    ['two that do not say', definitions(process('a', '') + process('b', '')), "but found only 'a', 'b'"],
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
          '<startEvent id="s"/><task/><subProcess id="x"><startEvent id="is"/><sequenceFlow/></subProcess>',
        ),
      ),
    ).toEqual(['!missing-id p', '!missing-id x', 'reachable x']);
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
    const { findings } = await compileBpmn(bpmn(`<startEvent id="s"/>${tasks}<receiveTask id="r"/>`));
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
            .map(([from, to], index) => flow(`x${from}`, `x${to}`, '=a', `m${index}`));
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
