import { describe, expect, it } from 'vitest';
import { bpmn, chain, flow, modelOf, nodeIn } from '../testing/bpmn.ts';

const roots = `<message id="m" name="Paid"/><message id="k"/>
  <signal id="si" name="Alarm"/><error id="er" errorCode="E1"/>
  <error id="bare"/>
  <escalation id="es" escalationCode="L1"/>`;
const withRoots = (xml: string) => xml.replace('<process', `${roots}<process`);

describe('start events', () => {
  it('start a process by what happens', async () => {
    const xml = withRoots(
      bpmn(
        `<startEvent id="x"><messageEventDefinition messageRef="m"/></startEvent><endEvent id="e"/>${flow('x', 'e')}`,
      ),
    );
    expect(nodeIn(await modelOf(xml), 'startEvent')).toMatchObject({
      triggers: [{ kind: 'message' }],
      interrupting: true,
      parallelMultiple: false,
      form: null,
    });
  });

  it('may leave running what they happen in', async () => {
    const inner = `<startEvent id="x" isInterrupting="false"><signalEventDefinition signalRef="si"/></startEvent><endEvent id="ie"/>${flow('x', 'ie')}`;
    const xml = withRoots(
      chain(`<task id="t"/><subProcess id="sub" triggeredByEvent="true">${inner}</subProcess>`, 't'),
    );
    const model = await modelOf(xml);
    expect(nodeIn(model, 'startEvent')).toMatchObject({ interrupting: false, scopeId: 'sub' });
    expect(nodeIn(model, 'eventSubProcess', 'sub').scopeId).toBeNull();
  });
});
