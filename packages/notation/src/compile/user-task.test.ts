import { describe, expect, it } from 'vitest';
import { around, bpmn, chain, flow, marksOf, messagesOf, modelOf, nodeIn } from '../testing/bpmn.ts';

const userTask = async (xml: string) => nodeIn(await modelOf(xml), 'userTask');
const literal = (source: string) => ({ language: 'literal', source });

describe('people', () => {
  it('come from Camunda’s attributes', async () => {
    const task = await userTask(
      around(
        '<userTask id="x" camunda:assignee="${boss}" camunda:candidateUsers="a, b" camunda:candidateGroups="${groups}" camunda:dueDate="P2D" camunda:priority="70"/>',
      ),
    );
    expect(task).toMatchObject({
      assignee: { language: 'juel', source: '${boss}' },
      candidateUsers: [literal('a'), literal('b')],
      candidateGroups: [{ language: 'juel', source: '${groups}' }],
      dueDate: literal('P2D'),
      priority: literal('70'),
    });
  });

  it('come from Zeebe’s extensions', async () => {
    const task = await userTask(
      around(`<userTask id="x"><extensionElements>
        <zeebe:assignmentDefinition assignee="=boss" candidateUsers="a,b" candidateGroups="=[&quot;c&quot;, &quot;d&quot;]"/>
        <zeebe:taskSchedule dueDate="=due"/><zeebe:priorityDefinition priority="10"/><zeebe:userTask/>
        </extensionElements></userTask>`),
    );
    expect(task).toMatchObject({
      assignee: { language: 'feel', source: 'boss' },
      candidateUsers: [literal('a'), literal('b')],
      candidateGroups: [{ language: 'feel', source: '["c", "d"]' }],
      dueDate: { language: 'feel', source: 'due' },
      priority: literal('10'),
    });
  });

  const inLane = (attributes: string, laneSet: string) =>
    bpmn(`<laneSet id="ls">${laneSet}</laneSet><startEvent id="s"/><userTask id="x" ${attributes}/><endEvent id="e"/>
      ${flow('s', 'x')}${flow('x', 'e')}`);

  it('are those of the lane where the task names none', async () => {
    const lane = '<lane id="l" name="Sales"><flowNodeRef>x</flowNodeRef></lane>';
    expect((await userTask(inLane('', lane))).candidateGroups).toEqual([literal('Sales')]);
    expect((await userTask(inLane('camunda:assignee="a"', lane))).candidateGroups).toEqual([]);
  });

  it('are those of the innermost lane', async () => {
    const inner =
      '<childLaneSet id="c"><lane id="i" name="Inside"><flowNodeRef>x</flowNodeRef></lane></childLaneSet>';
    const lane = `<lane id="l" name="Sales"><flowNodeRef>x</flowNodeRef>${inner}</lane>`;
    expect((await userTask(inLane('', lane))).candidateGroups).toEqual([literal('Inside')]);
  });

  it('are nobody’s in a lane without a name', async () => {
    const xml = inLane('', '<lane id="l"><flowNodeRef>x</flowNodeRef></lane>');
    expect(await marksOf(xml)).toEqual(['task-people x']);
  });

  it('are those of the lane around the subprocess', async () => {
    const content = `<startEvent id="is"/><userTask id="x"/><endEvent id="ie"/>${flow('is', 'x')}${flow('x', 'ie')}`;
    const lanes =
      '<laneSet id="ls"><lane id="l" name="Sales"><flowNodeRef>sub</flowNodeRef></lane></laneSet>';
    const xml = chain(`<subProcess id="sub">${content}</subProcess>`, 'sub').replace(
      '<startEvent id="s"/>',
      `${lanes}<startEvent id="s"/>`,
    );
    expect((await userTask(xml)).candidateGroups).toEqual([literal('Sales')]);
  });
});

describe('what people read', () => {
  it('may hold variables', async () => {
    const xml = '<userTask id="x" name="Ship #{order}"><documentation>To ${city}</documentation></userTask>';
    expect(await userTask(around(xml))).toMatchObject({
      name: 'Ship #{order}',
      shownName: { language: 'juel', source: 'Ship ${order}' },
      shownDescription: { language: 'juel', source: 'To ${city}' },
    });
    expect(await userTask(around('<userTask id="x" name="Ship"/>'))).not.toHaveProperty('shownName');
  });

  it('is refused where it cannot be read', async () => {
    expect(await marksOf(around('<userTask id="x" camunda:assignee="ann" name="Ship ${order"/>'))).toEqual([
      '!expression-syntax x',
    ]);
  });
});

describe('times and priority', () => {
  it('normalises durations', async () => {
    const task = await userTask(
      around('<userTask id="x" apg:duration="2h" apg:sla="P1D" camunda:assignee="a"/>'),
    );
    expect(task).toMatchObject({ duration: 'PT2H', sla: 'P1D' });
  });

  it.each([
    ['apg:sla="2x"', "Expected sla to be a duration such as PT2H or 2h, but found '2x'"],
    ['camunda:priority="101"', "Expected the priority to be a whole number from 0 to 100, but found '101'"],
    ['camunda:priority="high"', "Expected the priority to be a whole number from 0 to 100, but found 'high'"],
  ])('refuses %s', async (attribute, message) => {
    expect(await messagesOf(around(`<userTask id="x" camunda:assignee="a" ${attribute}/>`))).toEqual([
      message,
    ]);
  });

  it('leaves expressions for later', async () => {
    const task = await userTask(around('<userTask id="x" camunda:assignee="a" camunda:priority="${p}"/>'));
    expect(task.priority).toEqual({ language: 'juel', source: '${p}' });
  });
});
