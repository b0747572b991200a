import { describe, expect, it } from 'vitest';
import { withFlowIds, withoutSpacedEquals } from './repairs.ts';

describe('repairs', () => {
  it('move spaces around the sign of equality, and touch no value', () => {
    expect(withoutSpacedEquals(`<a b ="c = 'd'" e= 'f'/>x = "y"`)).toBe(`<a  b="c = 'd'"  e='f'/>x = "y"`);
    expect(withoutSpacedEquals('<a b="c"/>')).toBe('<a b="c"/>');
  });

  it('name flows by their ends', () => {
    const xml = '<p:sequenceFlow sourceRef="a" targetRef="b"/><sequenceFlow targetRef="b" sourceRef="a">';
    expect(withFlowIds(xml, new Map([['a_to_b', 0]]))).toBe(
      '<p:sequenceFlow id="a_to_b_2" sourceRef="a" targetRef="b"/><sequenceFlow id="a_to_b_3" targetRef="b" sourceRef="a">',
    );
    expect(withFlowIds('<sequenceFlow id="f"/>', new Map())).toBe('<sequenceFlow id="f"/>');
    expect(withFlowIds('<sequenceFlow/>', new Map())).toBe('<sequenceFlow id="x_to_x"/>');
  });
});
