/** Processes as BPMN 2.0 XML, for what the list form does not express. Flows are written `a > b > c`. */
export function bpmn(parts: {
  readonly id: string;
  readonly nodes: string;
  readonly flows: readonly string[];
  readonly roots?: string;
}): string {
  const flows = parts.flows.flatMap((path) => {
    const ids = path.split(' > ');
    return ids
      .slice(1)
      .map(
        (to, index) =>
          `<sequenceFlow id="${ids[index]}_${to}" sourceRef="${ids[index]}" targetRef="${to}" />`,
      );
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
  targetNamespace="http://wbpm.test">
  ${parts.roots ?? ''}
  <process id="${parts.id}" name="${parts.id}" isExecutable="true">
    ${parts.nodes}
    ${flows.join('\n    ')}
  </process>
</definitions>`;
}

export const messages = (...names: readonly string[]): string =>
  names.map((name) => `<message id="m_${name}" name="${name}" />`).join('');

export const signals = (...names: readonly string[]): string =>
  names.map((name) => `<signal id="s_${name}" name="${name}" />`).join('');

export const onMessage = (name: string): string => `<messageEventDefinition messageRef="m_${name}" />`;
export const onSignal = (name: string): string => `<signalEventDefinition signalRef="s_${name}" />`;
export const onCycle = (cycle: string): string =>
  `<timerEventDefinition><timeCycle xsi:type="tFormalExpression">${cycle}</timeCycle></timerEventDefinition>`;
