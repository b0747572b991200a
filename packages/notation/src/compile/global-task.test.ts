import { describe, expect, it } from 'vitest';
import { compileBpmn } from '../compile-definition.ts';
import { around, marksOf } from '../testing/bpmn.ts';

const literal = (source: string) => ({ language: 'literal', source });
const withRoots = (xml: string, roots: string) => xml.replace('<process', `${roots}<process`);

describe('global tasks', () => {
  const file = (global: string) =>
    withRoots(around('<callActivity id="x" calledElement="tns:g"/>'), `${global}<globalTask id="unused"/>`);
  const compiled = async (global: string) => {
    const compilation = await compileBpmn(file(global));
    return compilation.kind === 'compiled' ? compilation.processes : [];
  };

  it('are processes of one task once somebody calls them', async () => {
    const [caller, called, ...more] = await compiled('<globalUserTask id="g" name="Sign"/>');
    expect(more).toEqual([]);
    expect(caller?.elements[1]).toMatchObject({ type: 'callActivity', calledElement: literal('g') });
    expect(called).toMatchObject({
      processId: 'g',
      name: 'Sign',
      elements: [
        { type: 'startEvent' },
        { type: 'userTask', id: 'g_task', name: 'Sign' },
        { type: 'endEvent' },
      ],
      flows: [
        { sourceId: 'g_start', targetId: 'g_task' },
        { sourceId: 'g_task', targetId: 'g_end' },
      ],
    });
  });

  it('are checked like the tasks of a process', async () => {
    const xml = file(
      '<globalScriptTask id="g" scriptLanguage="feel"><script>1 +</script></globalScriptTask>',
    );
    expect(await marksOf(xml)).toEqual(['!expression-syntax g_task']);
  });

  it.each([
    ['<globalTask id="g"/>', 'task'],
    ['<globalManualTask id="g"/>', 'manualTask'],
    ['<globalBusinessRuleTask id="g"/>', 'businessRuleTask'],
    [
      '<globalScriptTask id="g" scriptLanguage="feel"><script>1 + 1</script></globalScriptTask>',
      'scriptTask',
    ],
  ])('may be %s', async (global, type) => {
    expect((await compiled(global))[1]?.elements[1]?.type).toBe(type);
  });
});
