import { itemCount, type Scenario } from './peer.ts';

/** The processes as every BPMN engine here gets them. A service task is written the way of each of them. */
export const processXml: Readonly<Record<Scenario, string>> = {
  wait: processOf('<userTask id="work" name="Work" />', ['start', 'work', 'end']),
  steps: processOf([1, 2, 3].map((step) => serviceTask(`step${step}`)).join(''), [
    'start',
    'step1',
    'step2',
    'step3',
    'end',
  ]),
  items: processOf(
    `<userTask id="work" name="Work"><multiInstanceLoopCharacteristics isSequential="false">
       <loopCardinality xsi:type="tFormalExpression">${itemCount}</loopCardinality>
     </multiInstanceLoopCharacteristics></userTask>`,
    ['start', 'work', 'end'],
  ),
};

function serviceTask(id: string): string {
  return `<serviceTask id="${id}" name="Step" implementation="\${environment.services.step}"
    camunda:type="external" camunda:topic="step" />`;
}

function processOf(activities: string, path: readonly string[]): string {
  const flows = path.slice(1).map((target, index) => {
    const source = path[index] ?? '';
    return `<sequenceFlow id="f${index}" sourceRef="${source}" targetRef="${target}" />`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions id="definitions" targetNamespace="urn:bench" xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:camunda="http://camunda.org/schema/1.0/bpmn">
  <process id="bench" name="Bench" isExecutable="true">
    <startEvent id="start" />${activities}<endEvent id="end" />${flows.join('')}
  </process>
</definitions>`;
}
