import { describe, expect, it } from 'vitest';
import { diffBpmn } from '../diff/diff-bpmn.ts';
import { diffText } from '../diff/diff-text.ts';
import { readBpmn } from '../read-bpmn.ts';
import { bpmn, chain, definitions, flow } from '../testing/bpmn.ts';
import { mergeBpmn } from './merge-bpmn.ts';

async function mergeOf(base: string, ours: string, theirs: string) {
  const merge = await mergeBpmn(base, ours, theirs);
  if (merge.kind === 'refused') throw new Error(merge.findings.map(({ message }) => message).join('\n'));
  const read = await readBpmn(merge.bpmnXml);
  const errors = read.findings.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  return {
    xml: merge.bpmnXml,
    conflicts: merge.conflicts.map(({ id, kind, path }) => [id, kind, path].filter(Boolean).join(' ')),
    notes: merge.notes.map(({ message }) => message),
    errors,
    /** What the merged document has that ours has not. */
    fromTheirs: differences(ours, merge.bpmnXml),
  };
}

function differences(before: string, after: string): readonly string[] {
  const compared = diffBpmn(before, after);
  if (compared.kind === 'refused') throw new Error('Expected readable documents');
  return diffText(compared.diff)
    .split('\n')
    .filter((line) => line !== '');
}

const clean = { conflicts: [], notes: [], errors: [] };
const task = (attributes: string, inside = '') =>
  chain(`<userTask id="a" ${attributes}>${inside}</userTask>`, 'a');
const extensions = (inside: string) =>
  task('', `<extensionElements><camunda:properties>${inside}</camunda:properties></extensionElements>`);
const property = (name: string, value: string) => `<camunda:property name="${name}" value="${value}"/>`;

describe('a merge', () => {
  it('takes what either side changed, in one element too', async () => {
    const merge = await mergeOf(
      task('name="A" camunda:assignee="ann"'),
      task('name="B" camunda:assignee="ann"'),
      task('name="A"', '<documentation>Why</documentation>'),
    );
    expect(merge).toMatchObject({
      ...clean,
      fromTheirs: [
        '~ userTask "B" (a)',
        '    camunda:assignee: "ann" removed',
        '    documentation: "Why" added',
      ],
    });
  });

  it('merges entries of extensions one by one', async () => {
    const merge = await mergeOf(
      extensions(property('x', '1') + property('y', '1')),
      extensions(property('w', '1') + property('x', '2') + property('y', '1')),
      extensions(property('x', '1') + property('z', '1')),
    );
    expect(merge).toMatchObject(clean);
    const values = [...merge.xml.matchAll(/property name="(.)" value="(.)"/g)].map(
      ([, key, value]) => `${key}${value}`,
    );
    expect(values).toEqual(['w1', 'x2', 'z1']);
  });

  it('reports a property that both changed, and keeps ours', async () => {
    const merge = await mergeOf(task('name="A"'), task('name="B"'), task('name="C" startQuantity="2"'));
    expect(merge).toMatchObject({ ...clean, conflicts: ['a changed-differently name'] });
    expect(merge.fromTheirs).toEqual(['~ userTask "B" (a)', '    startQuantity: "2" added']);
    expect((await mergeOf(task('name="A"'), task('name="B"'), task('name="B"'))).conflicts).toEqual([]);
  });

  it('reports lists that both changed where nothing tells their entries apart', async () => {
    const texts = (...values: readonly string[]) =>
      task('', values.map((value) => `<documentation>${value}</documentation>`).join(''));
    const merge = await mergeOf(texts('a', 'b'), texts('x', 'a', 'b'), texts('a', 'c'));
    expect(merge).toMatchObject({ ...clean, conflicts: ['a changed-differently documentation'] });
    expect(merge.fromTheirs).toEqual([]);
  });

  it('reports an element that one side removed and the other changed', async () => {
    const [base, without] = [task('name="A"'), bpmn('<startEvent id="s"/><endEvent id="e"/>')];
    const removedByOurs = await mergeOf(base, without, task('name="B"'));
    expect(removedByOurs).toMatchObject({ ...clean, conflicts: ['a removed-and-changed'], fromTheirs: [] });
    const removedByTheirs = await mergeOf(base, task('name="B"'), without);
    expect(removedByTheirs).toMatchObject({ ...clean, conflicts: ['a removed-and-changed'], fromTheirs: [] });
  });

  it('removes a flow of theirs with the element of ours it leads to', async () => {
    const base = bpmn('<startEvent id="s"/><task id="a"/><task id="b"/>');
    const merge = await mergeOf(
      base,
      bpmn('<startEvent id="s"/><task id="b"/>'),
      bpmn(`<startEvent id="s"/><task id="a"/><task id="b"/>${flow('s', 'a')}${flow('s', 'b')}`),
    );
    expect(merge).toMatchObject({ ...clean, conflicts: ['a removed-and-used'] });
    expect(merge.fromTheirs).toEqual(['+ sequenceFlow (s-b) s → b in p']);
  });

  it('puts back what theirs removed and ours leads to, with its flows', async () => {
    const base = bpmn(`<startEvent id="s"/><task id="a"/><task id="b"/>${flow('s', 'a')}`);
    const ours = bpmn(`<startEvent id="s"/><task id="a"/><task id="b"/>${flow('s', 'a')}${flow('b', 'a')}`);
    const merge = await mergeOf(base, ours, bpmn('<startEvent id="s"/><task id="b" name="B"/>'));
    expect(merge).toMatchObject({ ...clean, conflicts: ['a removed-and-used'] });
    expect(merge.fromTheirs).toEqual(['~ task "B" (b)', '    name: "B" added']);
  });

  it('removes a boundary event of theirs with its host', async () => {
    const event = '<boundaryEvent id="late" attachedToRef="a"/>';
    const merge = await mergeOf(
      bpmn('<task id="a"/><task id="b"/>'),
      bpmn('<task id="b"/>'),
      bpmn(`<task id="a"/>${event}<task id="b"/>${flow('late', 'b')}`),
    );
    expect(merge).toMatchObject({ ...clean, conflicts: ['a removed-and-used', 'late removed-and-used'] });
    expect(merge.fromTheirs).toEqual([]);
  });

  it('keeps a definition that anything refers to', async () => {
    const message = '<message id="m" name="Paid"/>';
    const document = (before: string, inside: string) =>
      definitions(`${before}<process id="p"><receiveTask id="a" ${inside}/></process>`);
    const merge = await mergeOf(document(message, ''), document('', ''), document(message, 'messageRef="m"'));
    expect(merge).toMatchObject({
      conflicts: [],
      errors: [],
      notes: ['m was removed, but a refers to it; it stays'],
    });
    expect(merge.fromTheirs[0]).toBe('+ message "Paid" (m)');
  });

  it('takes an element out of a lane that is gone', async () => {
    const lanes = (...ids: readonly string[]) =>
      `<laneSet id="ls">${ids.map((id) => `<lane id="${id}">${id === 'l2' ? '<flowNodeRef>a</flowNodeRef>' : ''}</lane>`).join('')}</laneSet>`;
    const apart = lanes('l1', 'l2').replace('<flowNodeRef>a</flowNodeRef>', '');
    const merge = await mergeOf(
      bpmn(`${apart}<task id="a"/>`),
      bpmn(`${lanes('l1')}<task id="a"/>`),
      bpmn(`${lanes('l1', 'l2')}<task id="a"/>`),
    );
    expect(merge).toMatchObject({ conflicts: [], errors: [], fromTheirs: [] });
    expect(merge.notes).toEqual(['Lane l2 was removed; a is in it no longer']);
  });

  it('lets go of a default flow that ours removed', async () => {
    const gateway = (attributes: string, flows: string) =>
      bpmn(`<task id="a"/><task id="b"/><exclusiveGateway id="g" ${attributes}/>${flows}`);
    const [one, two] = [flow('g', 'a', 'x'), flow('g', 'b')];
    const merge = await mergeOf(
      gateway('', one + two),
      gateway('', one),
      gateway('default="g-b"', one + two),
    );
    expect(merge).toMatchObject({ ...clean, conflicts: ['g-b removed-and-used'], fromTheirs: [] });
  });

  it('keeps elements from being put into one another', async () => {
    const base = bpmn('<subProcess id="a"/><subProcess id="b"/>');
    const merge = await mergeOf(
      base,
      bpmn('<subProcess id="b"><subProcess id="a"/></subProcess>'),
      bpmn('<subProcess id="a"><subProcess id="b"/></subProcess>'),
    );
    expect(merge).toMatchObject({ ...clean, conflicts: ['b changed-differently parent'], fromTheirs: [] });
  });

  it('merges the order of choices, and reports two different ones', async () => {
    const choice = (...targets: readonly string[]) =>
      bpmn(
        `<task id="a"/><task id="b"/><task id="c"/><exclusiveGateway id="g"/>${targets.map((to) => flow('g', to, to)).join('')}`,
      );
    const reordered = await mergeOf(choice('a', 'b', 'c'), choice('a', 'b', 'c'), choice('c', 'a', 'b'));
    expect(reordered).toMatchObject({
      ...clean,
      fromTheirs: ['> exclusiveGateway (g) order: g-a g-b g-c → g-c g-a g-b'],
    });
    const twice = await mergeOf(choice('a', 'b', 'c'), choice('b', 'a', 'c'), choice('a', 'c', 'b'));
    expect(twice).toMatchObject({ ...clean, conflicts: ['g changed-differently order'], fromTheirs: [] });
  });

  it('gives parts of theirs ids of their own where ours has taken them', async () => {
    const event = (id: string) =>
      `<intermediateCatchEvent id="${id}"><timerEventDefinition id="timer"><timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>`;
    const merge = await mergeOf(bpmn(''), bpmn(event('x')), bpmn(event('y')));
    expect(merge).toMatchObject(clean);
    expect(merge.xml).toContain('timerEventDefinition id="timer_2"');
  });

  it('leaves ours as it is where both sides are no document together', async () => {
    const ours = task('camunda:assignee="ann"');
    const zeebe = '<extensionElements><zeebe:userTask/></extensionElements>';
    const merge = await mergeOf(task(''), ours, task('', zeebe));
    expect(merge).toMatchObject({ notes: [], errors: [], fromTheirs: [] });
    expect(merge.conflicts).toEqual(['definitions not-together']);
  });

  it('leaves references alone that led nowhere before', async () => {
    const dangling = bpmn('<task id="a"/><sequenceFlow id="f" sourceRef="a" targetRef="gone"/>');
    const merge = await mergeOf(
      dangling,
      dangling,
      dangling.replace('<task id="a"', '<task id="a" name="A"'),
    );
    expect(merge.conflicts).toEqual([]);
    expect(merge.xml).toContain('targetRef="gone"');
  });

  it('begins with nothing where the base is blank', async () => {
    const merge = await mergeOf('', bpmn('<task id="a"/>'), bpmn('<task id="a"/><task id="b"/>'));
    expect(merge).toMatchObject({ ...clean, fromTheirs: ['+ task (b) in p'] });
  });

  it('says which version cannot be read', async () => {
    expect(await mergeBpmn('<a', bpmn(''), bpmn(''))).toMatchObject({ kind: 'refused', version: 'base' });
    expect(await mergeBpmn(bpmn(''), 'no', bpmn(''))).toMatchObject({ kind: 'refused', version: 'ours' });
    expect(await mergeBpmn(bpmn(''), bpmn(''), '')).toMatchObject({ kind: 'refused', version: 'theirs' });
  });
});

describe('the diagram of a merge', () => {
  const drawn = (places: Readonly<Record<string, number>>, ...tasks: readonly string[]) => {
    const shapes = Object.entries(places).map(
      ([id, x]) =>
        `<bpmndi:BPMNShape id="shape${x}" bpmnElement="${id}"><dc:Bounds x="${x}" y="0" width="100" height="80"/></bpmndi:BPMNShape>`,
    );
    return definitions(
      `<process id="p">${tasks.map((id) => `<task id="${id}"/>`).join('')}</process><bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"><bpmndi:BPMNPlane bpmnElement="p">${shapes.join('')}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>`,
    );
  };

  it('takes what one side moved, and ours with a note where both did', async () => {
    const merge = await mergeOf(
      drawn({ a: 0, b: 200 }, 'a', 'b'),
      drawn({ a: 10, b: 200 }, 'a', 'b'),
      drawn({ a: 20, b: 300 }, 'a', 'b'),
    );
    expect(merge).toMatchObject({
      conflicts: [],
      errors: [],
      notes: ['Drawn differently in ours and theirs (dc:Bounds); it is drawn as in ours'],
      fromTheirs: [': b', '    bounds: "200,0 100×80" → "300,0 100×80"'],
    });
  });

  it('draws what each side added, with ids of its own, and not what is gone', async () => {
    const merge = await mergeOf(
      drawn({ a: 0 }, 'a'),
      drawn({ x: 200 }, 'x'),
      drawn({ a: 0, y: 200 }, 'a', 'y'),
    );
    expect(merge).toMatchObject({ ...clean, fromTheirs: ['+ task (y) in p'] });
    expect(merge.xml.match(/<bpmndi:BPMNShape [^>]*>/g)).toEqual([
      '<bpmndi:BPMNShape id="shape200" bpmnElement="x">',
      '<bpmndi:BPMNShape id="shape200_2" bpmnElement="y">',
    ]);
  });

  it('keeps the drawing of what is put back', async () => {
    const ours = drawn({ a: 0 }, 'a').replace('<task id="a"/>', '<task id="a" name="A"/>');
    const merge = await mergeOf(drawn({ a: 0 }, 'a'), ours, drawn({}));
    expect(merge).toMatchObject({ ...clean, conflicts: ['a removed-and-changed'], fromTheirs: [] });
  });
});
