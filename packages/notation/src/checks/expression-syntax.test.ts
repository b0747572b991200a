import { describe, expect, it } from 'vitest';
import { around, flow, judging } from '../testing/bpmn.ts';

const { marks, complaints } = judging('expression-syntax');

describe('expression-syntax', () => {
  const broken = '=1 +';
  const extensions = (content: string) => `<extensionElements>${content}</extensionElements>`;
  const zeebe = `<zeebe:ioMapping><zeebe:input source="${broken}" target="a"/><zeebe:output source="${broken}" target="b"/></zeebe:ioMapping>`;

  it('accepts expressions that can be parsed', async () => {
    expect(
      await marks(around('<userTask id="x" camunda:assignee="=a + 1" camunda:candidateGroups="${b}"/>')),
    ).toEqual([]);
  });

  it.each([
    ['the assignee', `<userTask id="x" camunda:assignee="${broken}"/>`],
    ['the candidate users', `<userTask id="x" camunda:candidateUsers="${broken}"/>`],
    ['the candidate groups', `<userTask id="x" camunda:candidateGroups="${broken}"/>`],
    ['the due date', `<userTask id="x" camunda:dueDate="${broken}"/>`],
    ['the priority', `<userTask id="x" camunda:priority="${broken}"/>`],
    ['the form key', `<userTask id="x" camunda:formKey="${broken}"/>`],
    ['the job type', `<serviceTask id="x" apg:jobType="${broken}"/>`],
    ['the script', '<scriptTask id="x" scriptFormat="feel"><script>1 +</script></scriptTask>'],
    [
      'the timer',
      `<intermediateCatchEvent id="x"><timerEventDefinition><timeDate>${broken}</timeDate></timerEventDefinition></intermediateCatchEvent>`,
    ],
    ['the condition', `<task id="x"/><endEvent id="y"/>${flow('x', 'y', broken, 'f')}`],
  ])('refuses a broken one in %s, with its place', async (place, element) => {
    const [message] = await complaints(around(element));
    expect(message).toMatch(new RegExp(`^In ${place} of '[xf]' at character \\d+: `));
  });

  it('looks at parameters of every activity', async () => {
    for (const tag of ['task', 'userTask', 'serviceTask', 'scriptTask']) {
      const script = tag === 'scriptTask' ? '<script>1</script>' : '';
      const format = tag === 'scriptTask' ? 'scriptFormat="javascript"' : '';
      const xml = around(`<${tag} id="x" ${format}>${extensions(zeebe)}${script}</${tag}>`);
      expect(await marks(xml)).toEqual(['!expression-syntax x', '!expression-syntax x']);
    }
  });

  it('may not know the place', async () => {
    const xml = around(`<userTask id="x" camunda:assignee="=${'a'.repeat(5_000)}"/>`);
    expect(await complaints(xml)).toEqual([expect.stringMatching(/^In the assignee of 'x': /)]);
  });
});
