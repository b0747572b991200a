import { describe, expect, it } from 'vitest';
import { around, marksOf, modelOf, nodeIn } from '../testing/bpmn.ts';

const literal = (source: string) => ({ language: 'literal', source });
const feel = (source: string) => ({ language: 'feel', source });
const juel = (source: string) => ({ language: 'juel', source });

describe('business rule tasks', () => {
  const workOf = async (attributes: string, extensions = '') =>
    nodeIn(
      await modelOf(
        around(
          `<businessRuleTask id="x" ${attributes}><extensionElements>${extensions}</extensionElements></businessRuleTask>`,
        ),
      ),
      'businessRuleTask',
    ).work;
  const decision = {
    kind: 'decision',
    decisionId: literal('d'),
    binding: { kind: 'latest' },
    resultVariable: null,
    mapResult: 'resultList',
  };

  it.each([
    ['camunda:decisionRef="d"', decision],
    [
      'camunda:decisionRef="d" camunda:resultVariable="r" camunda:mapDecisionResult="singleEntry"',
      { ...decision, resultVariable: 'r', mapResult: 'singleEntry' },
    ],
    [
      'camunda:decisionRef="d" camunda:decisionRefBinding="deployment"',
      { ...decision, binding: { kind: 'deployment' } },
    ],
    [
      'camunda:decisionRef="d" camunda:decisionRefBinding="version" camunda:decisionRefVersion="2"',
      { ...decision, binding: { kind: 'version', version: feel('2') } },
    ],
    [
      'camunda:decisionRef="d" camunda:decisionRefBinding="version" camunda:decisionRefVersion="${v}"',
      { ...decision, binding: { kind: 'version', version: juel('${v}') } },
    ],
    ['camunda:expression="${a}"', { kind: 'expression', expression: juel('${a}'), resultVariable: null }],
  ])('with %s', async (attributes, work) => {
    expect(await workOf(attributes)).toEqual(work);
  });

  it('call Zeebe’s decisions, or are jobs', async () => {
    expect(await workOf('', '<zeebe:calledDecision decisionId="=d" resultVariable="r"/>')).toEqual({
      ...decision,
      decisionId: feel('d'),
      resultVariable: 'r',
      mapResult: 'value',
    });
    expect(await workOf('', '<zeebe:taskDefinition type="t"/>')).toMatchObject({ jobType: literal('t') });
    expect(await workOf('')).toMatchObject({ kind: 'job', jobType: literal('x') });
    expect(await workOf('camunda:class="a.B"')).toMatchObject({ kind: 'job', jobType: literal('a.B') });
  });

  it.each([
    ['camunda:decisionRef="d" camunda:mapDecisionResult="first"', '!decision-result x'],
    ['camunda:decisionRef="d" camunda:decisionRefBinding="version"', '!binding x'],
    ['camunda:delegateExpression="${a.b}"', '!delegate x'],
  ])('are refused with %s', async (attributes, mark) => {
    expect(await marksOf(around(`<businessRuleTask id="x" ${attributes}/>`))).toEqual([mark]);
  });
});
