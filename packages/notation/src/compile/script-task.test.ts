import { describe, expect, it } from 'vitest';
import { around, marksOf, messagesOf, modelOf, nodeIn } from '../testing/bpmn.ts';

const compiled = async (xml: string) => nodeIn(await modelOf(xml), 'scriptTask');

describe('a script task', () => {
  it.each([
    ['javascript', 'x = 1', 'javascript', 'x = 1'],
    ['text/javascript', 'x = 1', 'javascript', 'x = 1'],
    ['JavaScript', 'x = 1', 'javascript', 'x = 1'],
    ['feel', '= a + 1', 'feel', 'a + 1'],
    ['juel', '${a + 1}', 'juel', '${a + 1}'],
  ])('runs %s', async (format, script, language, source) => {
    const xml = around(
      `<scriptTask id="x" scriptFormat="${format}" camunda:resultVariable="r"><script>${script}</script></scriptTask>`,
    );
    expect(await compiled(xml)).toMatchObject({ language, source, resultVariable: 'r' });
  });

  it('runs Zeebe’s FEEL', async () => {
    const xml = around(
      '<scriptTask id="x"><extensionElements><zeebe:script expression="=a + 1" resultVariable="r"/></extensionElements></scriptTask>',
    );
    expect(await compiled(xml)).toMatchObject({ language: 'feel', source: 'a + 1', resultVariable: 'r' });
  });

  it.each([
    ['scriptFormat="groovy"', "Expected the script format javascript, feel or juel, but found 'groovy'"],
    ['', 'Expected the script format javascript, feel or juel, but found none'],
  ])('is refused with %s', async (attributes, message) => {
    const xml = around(`<scriptTask id="x" ${attributes}><script>a</script></scriptTask>`);
    expect(await messagesOf(xml)).toEqual([message]);
  });

  it('is refused when its script is elsewhere or a worker’s', async () => {
    const elsewhere = around(
      '<scriptTask id="x" scriptFormat="javascript" camunda:resource="a.js"><script>1</script></scriptTask>',
    );
    expect(await marksOf(elsewhere)).toEqual(['!not-executable x']);
    const worker = around(
      '<scriptTask id="x" scriptFormat="feel"><extensionElements><zeebe:taskDefinition type="a"/></extensionElements><script>1</script></scriptTask>',
    );
    expect(await marksOf(worker)).toEqual(['!not-executable x']);
  });
});
