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
    ['camunda:type="shell"', '', "found service task 'x' (serviceTask with camunda:type 'shell')"],
    ['camunda:class="${mail}"', '', "Expected camunda:class to be the name of a class, but found '${mail}'"],
    ['camunda:class="a b"', '', "Expected camunda:class to be the name of a class, but found 'a b'"],
    [
      'camunda:delegateExpression="${mail.sender}"',
      '',
      "Expected camunda:delegateExpression to be one plain name such as ${bean}, but found '${mail.sender}' on serviceTask 'x'",
    ],
    ['camunda:delegateExpression="${a}${b}"', '', 'to be one plain name'],
    ['camunda:delegateExpression="mail"', '', 'to be one plain name'],
    ['camunda:expression="${mail.send(x)}"', '', "at character 8: unknown method 'send'"],
    [
      '',
      '<camunda:connector><camunda:connectorId>http</camunda:connectorId></camunda:connector>',
      'found camunda:connector',
    ],
  ])('is refused for %s %s', async (attributes, extensions, message) => {
    expect(await messagesOf(task(attributes, extensions))).toContainEqual(expect.stringContaining(message));
  });

  it.each([
    ['camunda:class="org.acme.Mail"', 'org.acme.Mail', 'camunda:class'],
    ['camunda:class="Mail$Sender"', 'Mail$Sender', 'camunda:class'],
    ['camunda:delegateExpression="${mailDelegate}"', 'mailDelegate', 'camunda:delegateExpression'],
    ['camunda:delegateExpression="#{ mailDelegate }"', 'mailDelegate', 'camunda:delegateExpression'],
  ])('is named by the Java code it takes the place of: %s', async (attributes, jobType, found) => {
    expect((await compiled(attributes)).jobType).toEqual(literal(jobType));
    expect(await marksOf(task(attributes))).toEqual(['delegate x']);
    expect(await messagesOf(task(attributes))).toEqual([
      `Expected work for a worker, but found ${found} on serviceTask 'x'; no Java runs here: a worker has to take its jobs of type '${jobType}'`,
    ]);
  });

  it.each([
    [
      'camunda:type="external" camunda:topic="mail" camunda:class="org.Mail"',
      'mail',
      ['ignored-extension x'],
    ],
    ['apg:jobType="mail" camunda:expression="${a}"', 'mail', ['ignored-extension x']],
    [
      'camunda:class="org.Mail" camunda:delegateExpression="${a}"',
      'org.Mail',
      ['delegate x', 'ignored-extension x'],
    ],
  ])('passes over code beside it: %s', async (attributes, jobType, marks) => {
    expect((await compiled(attributes)).jobType).toEqual(literal(jobType));
    expect(await marksOf(task(attributes))).toEqual(marks);
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
  it('are three where only the running process could tell', async () => {
    const cycle = '<camunda:failedJobRetryTimeCycle>${cycle}</camunda:failedJobRetryTimeCycle>';
    const xml = around(
      `<serviceTask id="x" apg:jobType="a"><extensionElements>${cycle}</extensionElements></serviceTask>`,
    );
    expect(await marksOf(xml)).toEqual(['retries x']);
    expect(nodeIn(await modelOf(xml), 'serviceTask').work).toMatchObject({ retries: 3 });
  });

  const cycleOf = (text: string) =>
    `<camunda:failedJobRetryTimeCycle>${text}</camunda:failedJobRetryTimeCycle>`;

  it.each([
    ['apg:jobType="a"', '', 3, undefined],
    ['apg:jobType="a" apg:retries="5"', '', 5, undefined],
    ['', '<zeebe:taskDefinition type="a" retries="7"/>', 7, undefined],
    ['apg:jobType="a"', cycleOf('R4/PT10S'), 4, [10_000]],
    ['apg:jobType="a"', cycleOf('PT1M, PT5M,PT30M'), 4, [60_000, 300_000, 1_800_000]],
    ['apg:jobType="a"', cycleOf('P1DT1H'), 2, [90_000_000]],
    ['apg:jobType="a" apg:retries="2"', cycleOf('R4/PT10S'), 2, [10_000]],
  ])('in %s %s are %i with waits of %j', async (attributes, extensions, retries, retryWaitsMs) => {
    const job = await compiled(attributes, extensions);
    expect([job.retries, job.retryWaitsMs]).toEqual([retries, retryWaitsMs]);
    expect(await marksOf(task(attributes, extensions))).toEqual([]);
  });

  it.each([
    ['apg:jobType="a" apg:retries="=n"', ''],
    ['apg:jobType="a" apg:retries="-1"', ''],
    ['apg:jobType="a"', cycleOf('R4/PT10S,PT20S')],
    ['apg:jobType="a"', cycleOf('R4')],
    ['apg:jobType="a"', cycleOf('PT10S,soon')],
    ['apg:jobType="a"', cycleOf('-PT10S')],
    ['apg:jobType="a"', cycleOf('P101Y')],
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
