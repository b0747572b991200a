import { describe, expect, it } from 'vitest';
import { around, messagesOf, modelOf, nodeIn } from '../testing/bpmn.ts';

const literal = (source: string) => ({ language: 'literal', source });
const feel = (source: string) => ({ language: 'feel', source });
const juel = (source: string) => ({ language: 'juel', source });

describe('call activities', () => {
  const call = async (attributes: string, extensions = '') =>
    nodeIn(
      await modelOf(
        around(
          `<callActivity id="x" ${attributes}><extensionElements>${extensions}</extensionElements></callActivity>`,
        ),
      ),
      'callActivity',
    );

  it('pass nothing by themselves', async () => {
    expect(await call('calledElement="q"')).toMatchObject({
      calledElement: literal('q'),
      binding: { kind: 'latest' },
      businessKey: null,
      passIn: { every: 'none', mappings: [] },
      passOut: { every: 'none', mappings: [] },
      outLocal: false,
    });
  });

  it('pass what in and out say', async () => {
    const bindings = `<camunda:in businessKey="#{key}"/><camunda:in source="a" target="b"/>
      <camunda:in sourceExpression="\${x+5}" target="y"/><camunda:out source="c" target="d" local="true"/>`;
    expect(
      await call('calledElement="${q}" camunda:calledElementBinding="deployment"', bindings),
    ).toMatchObject({
      calledElement: juel('${q}'),
      binding: { kind: 'deployment' },
      businessKey: juel('${key}'),
      passIn: {
        every: 'none',
        mappings: [
          { target: 'b', expression: feel('a') },
          { target: 'y', expression: juel('${x+5}') },
        ],
      },
      passOut: { every: 'none', mappings: [], localMappings: [{ target: 'd', expression: feel('c') }] },
      outLocal: false,
      outWhenThrown: true,
    });
  });

  it.each([
    ['<camunda:in variables="all"/>', 'all'],
    ['<camunda:in variables="all" local="true"/>', 'local'],
  ])('pass every variable: %s', async (binding, every) => {
    expect((await call('calledElement="q"', binding)).passIn.every).toBe(every);
    const out = await call('calledElement="q"', binding.replace('camunda:in', 'camunda:out'));
    expect(out.passOut.every).toBe('all');
    expect(out.outLocal).toBe(every === 'local');
  });

  it('may keep some results and pass on others', async () => {
    const outs = '<camunda:out source="a" target="b" local="true"/><camunda:out source="c" target="d"/>';
    const { passOut, outLocal } = await call('calledElement="q"', outs);
    expect(passOut.mappings.map(({ target }) => target)).toEqual(['d']);
    expect(passOut.localMappings?.map(({ target }) => target)).toEqual(['b']);
    expect(outLocal).toBe(false);
  });

  it.each([
    [
      '<camunda:out variables="all" local="true"/><camunda:out source="c" target="d"/>',
      'camunda:out of all variables to itself',
    ],
    ['<camunda:in target="a"/>', "none in a camunda:in of 'x'"],
    ['<camunda:out source="" target="a"/>', "none in a camunda:out of 'x'"],
  ])('cannot be passed so: %s', async (bindings, words) => {
    const xml = around(
      `<callActivity id="x" calledElement="q"><extensionElements>${bindings}</extensionElements></callActivity>`,
    );
    expect(await messagesOf(xml)).toEqual([expect.stringContaining(words)]);
  });

  it.each([
    ['processId="=q"', 'all', false],
    ['processId="=q" propagateAllChildVariables="false"', 'all', true],
    ['processId="=q" propagateAllParentVariables="false"', 'local', false],
  ])('are Zeebe’s: %s', async (attributes, every, outLocal) => {
    expect(await call('', `<zeebe:calledElement ${attributes} bindingType="deployment"/>`)).toMatchObject({
      calledElement: feel('q'),
      binding: { kind: 'deployment' },
      passIn: { every },
      passOut: { every: 'all' },
      outLocal,
    });
  });
});
