import { describe, expect, it } from 'vitest';
import { around, judging } from '../testing/bpmn.ts';

const { marks } = judging('task-people');

describe('task-people', () => {
  it.each(['assignee', 'candidateUsers', 'candidateGroups'])('accepts a task with %s', async (attribute) => {
    expect(await marks(around(`<userTask id="x" camunda:${attribute}="a"/>`))).toEqual([]);
  });

  it('warns of a task without anybody', async () => {
    expect(await marks(around('<userTask id="x"/>'))).toEqual(['task-people x']);
  });
});
