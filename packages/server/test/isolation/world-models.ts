import { bpmn } from '../../src/testing/bpmn.ts';
import { dmn } from '../../src/testing/dmn.ts';

/** Processes in which every name that is free to choose begins with the prefix. */
export function orderOf(prefix: string, label = 'one'): string {
  return bpmn({
    id: `${prefix}-order`,
    roots: `<message id="m_paid" name="${prefix}-paid"><extensionElements><zeebe:subscription correlationKey="=order" /></extensionElements></message>
      <message id="m_ordered" name="${prefix}-ordered" /><signal id="s_closing" name="${prefix}-closing" />`,
    nodes: `<documentation>${prefix}-documentation</documentation>
      <startEvent id="start" name="${prefix}-start-${label}" />
      <startEvent id="ordered"><messageEventDefinition messageRef="m_ordered" /></startEvent>
      <userTask id="work" name="${prefix}-work"><extensionElements>
        <zeebe:assignmentDefinition candidateGroups="${prefix}-group" />
      </extensionElements></userTask>
      <serviceTask id="ship" name="${prefix}-ship"><extensionElements>
        <zeebe:taskDefinition type="${prefix}-shipping" retries="1" />
        <zeebe:taskHeaders><zeebe:header key="header" value="${prefix}-header" /></zeebe:taskHeaders>
      </extensionElements></serviceTask>
      <receiveTask id="wait" name="${prefix}-wait" messageRef="m_paid" />
      <intermediateCatchEvent id="hear"><signalEventDefinition signalRef="s_closing" /></intermediateCatchEvent>
      <intermediateCatchEvent id="rest"><timerEventDefinition>
        <timeDuration xsi:type="tFormalExpression">P30D</timeDuration>
      </timerEventDefinition></intermediateCatchEvent>
      <receiveTask id="poke" name="${prefix}-poke" />
      <adHocSubProcess id="care" name="${prefix}-care"><userTask id="wash" name="${prefix}-wash" /></adHocSubProcess>
      <userTask id="each" name="${prefix}-each"><multiInstanceLoopCharacteristics isSequential="true"><extensionElements>
        <zeebe:loopCharacteristics inputCollection='=["${prefix}-first", "${prefix}-second"]' inputElement="one"
          outputCollection="all" outputElement="=one" />
      </extensionElements></multiInstanceLoopCharacteristics></userTask>
      <task id="book" name="${prefix}-book" />
      <boundaryEvent id="undo" attachedToRef="book"><compensateEventDefinition /></boundaryEvent>
      <userTask id="unbook" name="${prefix}-unbook" isForCompensation="true" />
      <association id="undoing" sourceRef="undo" targetRef="unbook" associationDirection="One" />
      <userTask id="later" name="${prefix}-later" />
      <endEvent id="end" />`,
    flows: [
      ...['work', 'ship', 'wait', 'hear', 'rest', 'poke', 'care', 'each'].map((id) => `start > ${id} > end`),
      'start > book > later > end',
      'ordered > work',
    ],
  });
}

/** One task, as a process of its own and called by another. */
export function shortOf(prefix: string): string {
  return bpmn({
    id: `${prefix}-short`,
    nodes: `<startEvent id="start" /><userTask id="sign" name="${prefix}-sign" /><endEvent id="end" />`,
    flows: ['start > sign > end'],
  });
}

export function callerOf(prefix: string): string {
  return bpmn({
    id: `${prefix}-caller`,
    nodes: `<startEvent id="start" /><callActivity id="call" calledElement="${prefix}-short" /><endEvent id="end" />`,
    flows: ['start > call > end'],
  });
}

export function decisionOf(prefix: string): string {
  return dmn(
    `<decision id="${prefix}-decision" name="${prefix}-decision-name"><literalExpression><text>"${prefix}-decided"</text></literalExpression></decision>`,
  );
}
