import { describe, expect, it } from 'vitest';
import { around, marksOf, messagesOf, modelOf, nodeIn } from '../testing/bpmn.ts';

const task = (attributes: string, extensions = '') =>
  around(
    `<serviceTask id="x" ${attributes}><extensionElements>${extensions}</extensionElements></serviceTask>`,
  );
const workOf = async (attributes: string, extensions = '') =>
  nodeIn(await modelOf(task(attributes, extensions)), 'serviceTask').work;
const compiled = async (attributes: string, extensions = '') => {
  const work = await workOf(attributes, extensions);
  if (work.kind === 'job') return work;
  throw new Error(`Expected a job, but found ${work.kind}`);
};
const literal = (source: string) => ({ language: 'literal', source });

describe('the job of a service task', () => {
  it.each([
    ['camunda:type="external" camunda:topic="mail"', '', literal('mail')],
    ['camunda:type="external" camunda:topic="${t}"', '', { language: 'juel', source: '${t}' }],
    ['', '<zeebe:taskDefinition type="=t"/>', { language: 'feel', source: 't' }],
    ['apg:jobType="mail"', '', literal('mail')],
  ])('is named by %s %s', async (attributes, extensions, jobType) => {
    expect((await compiled(attributes, extensions)).jobType).toEqual(jobType);
  });

  it('is named by the id where nothing else does', async () => {
    expect((await compiled('')).jobType).toEqual(literal('x'));
    expect(await marksOf(task(''))).toEqual(['job-type x']);
  });

  it.each([
    ['camunda:type="external"', '', 'Expected camunda:topic, but found none'],
    ['', '<zeebe:taskDefinition/>', 'Expected a type in zeebe:taskDefinition, but found none'],
    ['camunda:type="mail"', '', "found service task 'x' (serviceTask with camunda:type 'mail')"],
    ['camunda:class="org.Mail"', '', "found camunda:class on serviceTask 'x'"],
    ['camunda:delegateExpression="${mail}"', '', 'found camunda:delegateExpression'],
    [
      '',
      '<camunda:connector><camunda:connectorId>http</camunda:connectorId></camunda:connector>',
      'found camunda:connector',
    ],
  ])('is refused for %s %s', async (attributes, extensions, message) => {
    expect(await messagesOf(task(attributes, extensions))).toContainEqual(expect.stringContaining(message));
  });

  it('has a result variable', async () => {
    expect((await compiled('apg:jobType="a" camunda:resultVariable="r"')).resultVariable).toBe('r');
    expect(await marksOf(task('apg:jobType="a" camunda:resultVariable="a.b"'))).toEqual(['!variable-name x']);
  });
});

describe('the expression of a service task', () => {
  it.each([
    ['camunda:expression="${a + 1}"', { language: 'juel', source: '${a + 1}' }, null],
    ['camunda:expression="=a + 1" camunda:resultVariable="r"', { language: 'feel', source: 'a + 1' }, 'r'],
  ])('is evaluated in place: %s', async (attributes, expression, resultVariable) => {
    expect(await workOf(attributes)).toEqual({ kind: 'expression', expression, resultVariable });
    expect(await marksOf(task(attributes))).toEqual([]);
  });
});

describe('retries', () => {
  it.each([
    ['apg:jobType="a"', '', 3],
    ['apg:jobType="a" apg:retries="5"', '', 5],
    ['', '<zeebe:taskDefinition type="a" retries="7"/>', 7],
    ['apg:jobType="a"', '<camunda:failedJobRetryTimeCycle>R4/PT10S</camunda:failedJobRetryTimeCycle>', 4],
  ])('in %s %s are %i', async (attributes, extensions, retries) => {
    expect((await compiled(attributes, extensions)).retries).toBe(retries);
  });

  it('of a cycle are all that is kept of it', async () => {
    const cycle = '<camunda:failedJobRetryTimeCycle>R4/PT10S</camunda:failedJobRetryTimeCycle>';
    expect(await marksOf(task('apg:jobType="a"', cycle))).toEqual(['ignored-extension x']);
  });

  it.each([
    ['apg:jobType="a" apg:retries="=n"', ''],
    ['apg:jobType="a" apg:retries="-1"', ''],
    ['apg:jobType="a"', '<camunda:failedJobRetryTimeCycle>PT5M,PT10M</camunda:failedJobRetryTimeCycle>'],
  ])('are refused in %s %s', async (attributes, extensions) => {
    expect(await marksOf(task(attributes, extensions))).toEqual(['!retries x']);
  });
});

describe('headers', () => {
  it('are names with texts', async () => {
    const zeebe =
      '<zeebe:taskDefinition type="a"/><zeebe:taskHeaders><zeebe:header key="k" value="v"/><zeebe:header key="empty"/></zeebe:taskHeaders>';
    expect((await compiled('', zeebe)).headers).toEqual({ k: 'v', empty: '' });
    const own = '<apg:headers><apg:header key="k" value="v"/></apg:headers>';
    expect((await compiled('apg:jobType="a"', own)).headers).toEqual({ k: 'v' });
  });

  it.each([
    '<apg:header value="v"/>',
    '<apg:header key="__proto__" value="v"/>',
    '<apg:header key="k"/><apg:header key="k"/>',
  ])('are refused: %s', async (content) => {
    expect(await marksOf(task('apg:jobType="a"', `<apg:headers>${content}</apg:headers>`))).toEqual([
      '!header x',
    ]);
  });
});
