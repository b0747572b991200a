import { describe, expect, it } from 'vitest';
import { bpmn, chain, judging, subProcess } from '../testing/bpmn.ts';

const { marks } = judging('compensation-start');
const undoing =
  '<task id="t"/><subProcess id="undo" triggeredByEvent="true"><startEvent id="i"><compensateEventDefinition/></startEvent></subProcess>';

describe('compensation-start', () => {
  it('accepts one in a subprocess', async () => {
    expect(await marks(chain(subProcess(undoing), 'x'))).toEqual([]);
  });

  it('warns of one in the process itself', async () => {
    expect(await marks(bpmn(undoing))).toEqual(['compensation-start i']);
  });
});
