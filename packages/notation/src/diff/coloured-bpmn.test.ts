import { describe, expect, it } from 'vitest';
import { definitions } from '../testing/bpmn.ts';
import { colouredVersions } from './coloured-bpmn.ts';

const drawn = (tasks: string, ...ids: readonly string[]) =>
  definitions(
    `<process id="p">${tasks}</process><bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0"><bpmndi:BPMNPlane bpmnElement="p">${ids.map((id) => `<bpmndi:BPMNShape bpmnElement="${id}" bioc:fill="#123456"/>`).join('')}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>`,
  );

describe('the coloured versions of a diff', () => {
  it('show what was removed in the first and what was added in the second', () => {
    const versions = colouredVersions(
      drawn('<task id="a"/><task id="b"/>', 'a', 'b'),
      drawn('<task id="b"/><userTask id="c" name="C"/>', 'b', 'c'),
    );
    expect(versions?.before).toContain('bpmnElement="a" bioc:fill="#ffcdd2" bioc:stroke="#831311"');
    expect(versions?.before).toContain('<bpmndi:BPMNShape bpmnElement="b" />');
    expect(versions?.after).toContain('bpmnElement="c" bioc:fill="#c8e6c9" bioc:stroke="#205022"');
    expect(versions?.after).toContain('xmlns:color=');
  });

  it('are none where a version cannot be read', () => {
    expect(colouredVersions('<a', drawn(''))).toBe(null);
  });
});
