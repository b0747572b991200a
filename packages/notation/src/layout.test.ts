import { layoutProcess } from 'bpmn-auto-layout';
import { describe, expect, it } from 'vitest';
import { compileBpmn } from './compile-definition.ts';
import { withDiagrams } from './layout.ts';
import { childrenOf, moddleFor } from './moddle.ts';
import { readBpmn } from './read-bpmn.ts';
import { sourceGraphOf } from './source-graph.ts';
import { around, chain, definitions, flow, marksOf, modelOf, subProcess } from './testing/bpmn.ts';

async function drawn(xml: string): Promise<string> {
  const compilation = await compileBpmn(xml);
  if (compilation.kind === 'compiled') return compilation.bpmnXml;
  throw new Error(JSON.stringify(compilation.findings));
}

const shapes = (xml: string) =>
  [...xml.matchAll(/<bpmndi:BPMN(?:Shape|Edge|Plane) [^>]*bpmnElement="([^"]*)"/g)].map(([, id]) => id);

describe('a generated diagram', () => {
  it('shows every node and flow', async () => {
    expect(shapes(await drawn(around('<task id="x"/>')))).toEqual(['p', 's', 'x', 'e', 's-x', 'x-e']);
  });

  it('leaves the text of the source as it is', async () => {
    const xml = around('<!-- note --><task id="x"   name="A &gt; B"/>');
    const result = await drawn(xml);
    const from = result.indexOf('<bpmndi:BPMNDiagram');
    const to = result.lastIndexOf('</definitions>');
    expect(result.slice(0, from) + result.slice(to)).toBe(xml);
  });

  it('is not generated again', async () => {
    const result = await drawn(around('<task id="x"/>'));
    expect(await drawn(result)).toBe(result);
    expect(await marksOf(result)).toEqual([]);
  });

  it('changes nothing about what runs', async () => {
    const xml = around(subProcess(`<startEvent id="is"/><endEvent id="ie"/>${flow('is', 'ie')}`));
    expect(await modelOf(await drawn(xml))).toEqual(await modelOf(xml));
  });

  it('shows subprocesses, loops and several processes', async () => {
    const one = (id: string) =>
      `<process id="${id}" isExecutable="true"><startEvent id="${id}s"/><task id="${id}t"/>${flow(`${id}s`, `${id}t`)}${flow(`${id}t`, `${id}t`, '=a')}${flow(`${id}t`, `${id}e`)}<endEvent id="${id}e"/></process>`;
    const result = await drawn(definitions(one('a') + one('b')));
    expect(shapes(result)).toEqual(expect.arrayContaining(['a', 'as', 'at', 'b', 'bs', 'bt']));
    const nested = await drawn(around(subProcess(`<startEvent id="is"/><task id="t"/>${flow('is', 't')}`)));
    expect(shapes(nested)).toEqual(expect.arrayContaining(['x', 'is', 't']));
  });

  it('places by first ways what the layout cannot place whole', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `g${index}`);
    const back = [
      ['g2', 'g9'],
      ['g9', 'g6'],
      ['g6', 'g2'],
      ['g2', 'g4'],
      ['g7', 'g7'],
      ['g11', 'g1'],
      ['g10', 'g3'],
    ].map(([from = '', to = ''], index) => flow(from, to, undefined, `back${index}`));
    const loops = chain(ids.map((id) => `<task id="${id}"/>`).join('') + back.join(''), ...ids);
    const once: string[] = [];
    const compilation = await compileBpmn(loops);
    expect(compilation.findings).toEqual([]);
    const read = await readBpmn(loops);
    const process = read.kind === 'read' ? childrenOf(read.definitions, 'rootElements')[0] : undefined;
    if (process === undefined) throw new Error('Expected a process');
    const failingOnce = async (xml: string) => {
      once.push(xml);
      if (once.length === 1) throw new Error('lost a node');
      return layoutProcess(xml);
    };
    const result = await withDiagrams(
      loops,
      [sourceGraphOf(process, 'p', () => undefined)],
      new Map(),
      failingOnce,
    );
    expect(once).toHaveLength(2);
    const expected = [
      'p',
      's',
      'e',
      ...ids,
      ...[...loops.matchAll(/<sequenceFlow id="([^"]*)"/g)].map(([, id]) => id),
    ];
    expect([...shapes(result.xml)].sort()).toEqual(expected.sort());
    expect(await marksOf(result.xml)).toEqual([]);
  });

  it('uses its own prefixes, whatever the source calls theirs', async () => {
    const xml = around('<task id="x"/>').replace(
      '<definitions ',
      '<definitions xmlns:dc="urn:mine" xmlns:bpmndi="urn:mine" ',
    );
    expect(await marksOf(await drawn(xml))).toEqual([]);
  });

  it('gives way to ids that are taken', async () => {
    const xml = chain('<task id="x"/><task id="x_di"/>', 'x', 'x_di');
    expect(await marksOf(xml)).toEqual(['layout null']);
    expect(await drawn(xml)).toBe(xml);
  });

  it('is left out where it would take too long', async () => {
    const ids = Array.from({ length: 1_000 }, (_, index) => `t${index}`);
    const xml = chain(ids.map((id) => `<task id="${id}"/>`).join(''), ...ids);
    expect(await marksOf(xml)).toEqual(['layout null']);
  });

  it('is left out where the layout fails', async () => {
    const failing = async () => {
      throw new Error('no room');
    };
    const graph = sourceGraphOf(moddleFor('plain').create('bpmn:Process', { id: 'p' }), 'p', () => undefined);
    expect(await withDiagrams('<a></a>', [graph], new Map(), failing)).toEqual({
      xml: '<a></a>',
      findings: [
        expect.objectContaining({
          severity: 'warning',
          message:
            'Expected a process that can be laid out, but found: no room; it is deployed without a diagram',
        }),
      ],
    });
  });
});
