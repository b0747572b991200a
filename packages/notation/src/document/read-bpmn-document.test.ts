import { describe, expect, it } from 'vitest';
import { around, bpmn, definitions, flow } from '../testing/bpmn.ts';
import { readBpmnDocument } from './read-bpmn-document.ts';
import { writeBpmn } from './write-bpmn.ts';

async function fileOf(xml: string) {
  const read = await readBpmnDocument(xml);
  if (read.kind === 'read') return read.file;
  throw new Error(JSON.stringify(read.findings));
}

const collaboration = definitions(`
  <message id="m" name="order"/>
  <collaboration id="c" name="Shop">
    <participant id="p1" name="Customer" processRef="buy"/>
    <participant id="p2" processRef="sell"/>
    <participant id="p3" name="Bank"/>
    <messageFlow id="f1" name="order" sourceRef="send" targetRef="in" messageRef="m"/>
    <messageFlow id="f2" sourceRef="in" targetRef="p3"/>
    <textAnnotation id="n1"><text>By post</text></textAnnotation>
    <textAnnotation id="n2"><text>Of nothing</text></textAnnotation>
    <association id="a1" sourceRef="n1" targetRef="in"/>
  </collaboration>
  <process id="buy" name="Buy" isExecutable="true">
    <laneSet id="ls">
      <lane id="l1" name="Clerks">
        <childLaneSet id="ls2"><lane id="l2" name="Senior"><flowNodeRef>ask</flowNodeRef></lane></childLaneSet>
      </lane>
    </laneSet>
    <startEvent id="s"/><userTask id="ask"/><task id="send"/><endEvent id="e"/>
    ${flow('s', 'ask')}${flow('ask', 'send')}${flow('send', 'e')}
  </process>
  <process id="sell" isExecutable="false">
    <textAnnotation id="n3"><text>Drawn only</text></textAnnotation>
    <intermediateCatchEvent id="in"><messageEventDefinition/></intermediateCatchEvent>
  </process>`);

describe('what stands around the processes of a file', () => {
  it('is in the document', async () => {
    const file = await fileOf(collaboration);
    expect(file).toMatchObject({
      name: 'Shop',
      pools: [
        { id: 'p1', name: 'Customer', process_id: 'buy' },
        { id: 'p2', name: '', process_id: 'sell' },
        { id: 'p3', name: 'Bank' },
      ],
      message_flows: [
        { id: 'f1', name: 'order', from: 'send', to: 'in', message: { name: 'order' } },
        { id: 'f2', from: 'in', to: 'p3' },
      ],
      processes: [
        {
          process_id: 'buy',
          lanes: [{ id: 'l1', name: 'Clerks', lanes: [{ id: 'l2', name: 'Senior', activities: ['ask'] }] }],
          notes: [{ id: 'n2', text: 'Of nothing' }],
        },
        {
          process_id: 'sell',
          executable: false,
          notes: [
            { id: 'n3', text: 'Drawn only' },
            { id: 'n1', text: 'By post', about: ['in'] },
          ],
        },
      ],
    });
    // The group a lane gives is not said a second time.
    expect(file.processes[0]?.activities[1]).toEqual({ id: 'ask', type: 'userTask' });
  });

  it('is the same again after it has been written', async () => {
    const file = await fileOf(collaboration);
    const written = await writeBpmn(file);
    if (written.kind !== 'written') throw new Error(JSON.stringify(written.findings));
    expect(await fileOf(written.bpmnXml)).toEqual(file);
    expect(written.pointers.get('l2')).toBe('/processes/0/lanes/0/lanes/0');
    expect(written.pointers.get('in')).toBe('/processes/1/activities/0');
    expect(written.pointers.get('s-ask')).toBe('/processes/0/flows/0');
  });
});

describe('a file with something wrong', () => {
  it('is read as far as it goes, with what is wrong', async () => {
    const read = await readBpmnDocument(
      bpmn(`<startEvent id="s"/><choreographyTask id="c"/><boundaryEvent id="b"/>${flow('s', 'c')}`),
    );
    expect(read).toMatchObject({
      kind: 'read',
      file: { processes: [{ activities: [{ id: 's' }, { id: 'b', attached_to: '' }], flows: [] }] },
    });
    expect(read.findings.map(({ rule }) => rule)).toContain('boundary-attachment');
  });

  it('is refused where it is no XML', async () => {
    expect(await readBpmnDocument('<a')).toMatchObject({ kind: 'refused' });
  });
});

describe('what the document leaves out', () => {
  it('is what is as usual', async () => {
    const [process] = (
      await fileOf(around('<serviceTask id="x" camunda:type="external" camunda:topic="t"/>'))
    ).processes;
    expect(process).toEqual({
      process_id: 'p',
      name: 'p',
      activities: [
        { id: 's', type: 'startEvent' },
        { id: 'x', type: 'serviceTask', job: { type: 't' } },
        { id: 'e', type: 'endEvent' },
      ],
      flows: [
        { id: 's-x', from: 's', to: 'x' },
        { id: 'x-e', from: 'x', to: 'e' },
      ],
    });
  });
});
