import { describe, expect, it } from 'vitest';
import { definitions, flow, marksOf, modelOf } from '../testing/bpmn.ts';

describe('what is drawn around', () => {
  it('changes nothing', async () => {
    const xml = definitions(`<dataStore id="ds"/>
      <collaboration id="c"><participant id="pa" processRef="p"/></collaboration>
      <process id="p" isExecutable="true"><dataStoreReference id="r" dataStoreRef="ds"/>
      <startEvent id="s"/><task id="x"><dataInputAssociation id="di"><sourceRef>r</sourceRef></dataInputAssociation></task><endEvent id="e"/>
      ${flow('s', 'x')}${flow('x', 'e')}</process>`);
    expect(await marksOf(xml)).toEqual([]);
    expect((await modelOf(xml)).dataObjects).toEqual([]);
  });
});
