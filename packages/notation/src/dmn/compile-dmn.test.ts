import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type DecisionModel, evaluateDecision, mapDecisionResult } from '@wbpm/engine';
import { describe, expect, it } from 'vitest';
import { decision, dmn, requires, tableDecision } from '../testing/dmn.ts';
import { compileDmn } from './compile-dmn.ts';

const NOW = Date.UTC(2026, 0, 31, 12);

async function modelOf(xml: string): Promise<DecisionModel> {
  const compilation = await compileDmn(xml);
  if (compilation.kind === 'refused') throw new Error(JSON.stringify(compilation.findings));
  return compilation.model;
}

async function findingsOf(xml: string): Promise<readonly string[]> {
  const { findings } = await compileDmn(xml);
  return findings.map(({ rule, severity, elementId, line }) => `${severity} ${rule} ${elementId}:${line}`);
}

/** Models that others made; they lie beside the checkout, or where WBPM_SHARED_DATA says. */
function realModel(name: string): string {
  const folder = resolve(process.env['WBPM_SHARED_DATA'] ?? resolve('..', 'shared', 'data'), 'real-models');
  if (!existsSync(folder)) throw new Error(`Expected real models in ${folder}, but found no such folder`);
  return readFileSync(resolve(folder, name), 'utf8');
}

describe('the decisions of the invoice example', () => {
  it.each([
    [200, 'Misc', 'day-to-day expense', ['accounting', 'sales'], ['DecisionRule_1of5a87']],
    [250, 'Misc', 'budget', ['management'], ['DecisionRule_1ak4z14']],
    [1000, 'Misc', 'budget', ['management'], ['DecisionRule_1ak4z14']],
    [1000.01, 'Misc', 'exceptional', ['management'], ['row-49839158-4']],
    [5000, 'Travel Expenses', 'day-to-day expense', ['accounting', 'sales'], ['DecisionRule_0cuxolz']],
    [10, 'Software License Costs', 'budget', ['management'], ['row-49839158-2']],
  ])('classify %d of %s as %s', async (amount, invoiceCategory, classification, groups, rules) => {
    const model = await modelOf(realModel('invoiceBusinessDecisions.dmn'));
    const answer = evaluateDecision(model, 'invoice-assign-approver', { amount, invoiceCategory }, NOW);
    expect(answer.result).toEqual(groups);
    expect(mapDecisionResult(answer, 'collectEntries')).toEqual(groups);
    expect(mapDecisionResult(answer, 'resultList')).toEqual(groups.map((result) => ({ result })));
    expect(answer.decisions[0]).toEqual({ decisionId: 'invoiceClassification', result: classification });
    expect(answer.matchedRules[0]?.ruleId).toBe(rules[0]);
  });

  it('refuse a category they do not know', async () => {
    const model = await modelOf(realModel('invoiceBusinessDecisions.dmn'));
    const variables = { amount: 5, invoiceCategory: 'Bribes' };
    expect(() => evaluateDecision(model, 'invoiceClassification', variables, NOW)).toThrow(
      "expected input 'Invoice Category' to be one of its input values",
    );
  });
});

describe('a DMN file', () => {
  it.each([
    'http://www.omg.org/spec/DMN/20151101/dmn.xsd',
    'http://www.omg.org/spec/DMN/20151130',
    'http://www.omg.org/spec/DMN/20180521/MODEL/',
    'https://www.omg.org/spec/DMN/20191111/MODEL/',
    'https://www.omg.org/spec/DMN/20211108/MODEL/',
    'https://www.omg.org/spec/DMN/20230324/MODEL/',
  ])('of the version %s compiles', async (namespace) => {
    const xml = dmn(decision('d', '1 + 1')).replace(
      'https://www.omg.org/spec/DMN/20191111/MODEL/',
      namespace,
    );
    expect(evaluateDecision(await modelOf(xml), 'd', {}, NOW).result).toBe(2);
  });

  it('compiles to a frozen model of plain JSON', async () => {
    const model = await modelOf(dmn(tableDecision('d', [['1', '"one"']])));
    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
    expect(Object.isFrozen(model.decisions[0]?.logic)).toBe(true);
  });

  it('reads types with the prefixes of DMN 1.1 and the names of Camunda 7', async () => {
    const variable = (type: string) =>
      `<decision id="${type}" name="${type}"><variable name="v${type}" typeRef="feel:${type}" /></decision>`;
    const model = await modelOf(dmn(['string', 'integer', 'dateTime'].map(variable).join('')));
    expect(
      model.decisions.map(({ variable: { type } }) => (type.kind === 'simple' ? type.name : type.kind)),
    ).toEqual(['string', 'number', 'date and time']);
  });

  it('takes the extensions of Camunda 7 without a warning', async () => {
    const xml = dmn(
      tableDecision('d', [['inside &gt; 3', '5']])
        .replace('<decision ', '<decision camunda:historyTimeToLive="30" ')
        .replace('<input ', '<input camunda:inputVariable="inside" '),
    );
    const compilation = await compileDmn(xml);
    expect(compilation.findings).toEqual([]);
    expect(evaluateDecision(await modelOf(xml), 'd', { x: 4 }, NOW).result).toBe(5);
    expect(evaluateDecision(await modelOf(xml), 'd', { x: 3 }, NOW).result).toBe(null);
  });

  it('takes JUEL where an expression says so, and as the language of the file', async () => {
    const own = decision('d', '${x + 1}').replace(
      '<literalExpression',
      '<literalExpression expressionLanguage="juel"',
    );
    expect(evaluateDecision(await modelOf(dmn(own)), 'd', { x: 1 }, NOW).result).toBe(2);
    const all = dmn(decision('d', 'x + 1'), 'expressionLanguage="JUEL"');
    expect(evaluateDecision(await modelOf(all), 'd', { x: 1 }, NOW).result).toBe(2);
  });

  it('refuses other languages', async () => {
    const xml = decision('d', '1').replace(
      '<literalExpression',
      '<literalExpression expressionLanguage="groovy"',
    );
    expect(await findingsOf(dmn(xml))).toEqual(['error expression-language dText:4']);
  });

  it.each([
    ['', 'error xml null:1'],
    ['no xml', 'error xml null:1'],
    ['<!DOCTYPE x [<!ENTITY a "b">]><definitions/>', 'error xml null:1'],
    ['<definitions><unclosed></definitions>', 'error xml null:1'],
    ['<process xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', 'error xml null:null'],
  ])('that is %j is refused', async (xml, finding) => {
    expect((await findingsOf(xml))[0]).toBe(finding);
  });

  it('warns of types it does not know', async () => {
    const xml =
      '<decision id="d" name="d"><variable id="v" name="d" typeRef="money" /><literalExpression><text>1</text></literalExpression></decision>';
    expect(await findingsOf(dmn(xml))).toEqual(['warning unknown-type v:3']);
  });

  it('with a type that contains itself compiles', async () => {
    const types = `<itemDefinition id="t" name="tree"><itemComponent id="c" name="children" isCollection="true"><typeRef>tree</typeRef></itemComponent></itemDefinition>
<inputData id="i" name="root"><variable name="root" typeRef="tree" /></inputData>`;
    const model = await modelOf(dmn(types + decision('d', 'count(root.children)', requires('Input', 'i'))));
    expect(evaluateDecision(model, 'd', { root: { children: [{ children: [] }] } }, NOW).result).toBe(1);
  });
});
