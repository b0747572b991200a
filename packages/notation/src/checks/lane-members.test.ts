import { describe, expect, it } from 'vitest';
import { bpmn, judging } from '../testing/bpmn.ts';

const { marks } = judging('lane-members');
const inLanes = (lanes: string) => bpmn(`<laneSet id="ls">${lanes}</laneSet><task id="x"/>`);

describe('lane-members', () => {
  it.each([
    [
      'a node in a lane and a lane within it',
      inLanes(
        '<lane id="l"><flowNodeRef>x</flowNodeRef><childLaneSet id="c"><lane id="i"><flowNodeRef>x</flowNodeRef></lane></childLaneSet></lane>',
      ),
    ],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    [
      'a node in two',
      inLanes(
        '<lane id="l"><flowNodeRef>x</flowNodeRef></lane><lane id="k"><flowNodeRef>x</flowNodeRef></lane>',
      ),
      ['lane-members x'],
    ],
    [
      'a node of another process',
      inLanes('<lane id="l"><flowNodeRef>other</flowNodeRef></lane>').replace(
        '</definitions>',
        '<process id="q" isExecutable="true"><task id="other"/></process></definitions>',
      ),
      ['lane-members other'],
    ],
  ])('warns of %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
