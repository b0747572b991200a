import { expect, it } from 'vitest';
import { chain, flow, modelOf } from '../testing/bpmn.ts';
import { semanticText } from './semantic-hash.ts';

async function meaning(xml: string): Promise<string> {
  return semanticText([await modelOf(xml)]);
}

const task = '<userTask id="x" camunda:assignee="a"/>';

it('is the same for the same process, however its file is laid out', async () => {
  const spaced = chain(task, 'x')
    .replace(flow('s', 'x'), '')
    .replace('</process>', `${flow('s', 'x')}</process>`);
  expect(await meaning(spaced)).toBe(await meaning(chain(task, 'x')));
  const model = await modelOf(chain(task, 'x'));
  const other = { ...model, processId: 'a' };
  expect(semanticText([model, other])).toBe(semanticText([other, model]));
});

it.each([
  ['a name', task.replace('id="x"', 'id="x" name="X"')],
  ['a documentation', '<userTask id="x" camunda:assignee="a"><documentation>d</documentation></userTask>'],
  ['who does it', task.replace('="a"', '="b"')],
  ['what it is', '<manualTask id="x"/>'],
])('tells processes apart by %s', async (_what, other) => {
  expect(await meaning(chain(other, 'x'))).not.toBe(await meaning(chain(task, 'x')));
});
