const head =
  '<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" ' +
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" ' +
  'targetNamespace="http://apg.dev/e2e">\n';

/** A task without a form; what follows it fails as long as `amount` is missing. */
export const claimCheck = `${head}<bpmn:process id="claim-check" name="Claim check" isExecutable="true">
<bpmn:startEvent id="filed" name="Claim filed" />
<bpmn:userTask id="look" name="Look at the claim" camunda:candidateUsers="api_user" />
<bpmn:exclusiveGateway id="known" name="Amount known?" />
<bpmn:endEvent id="settled" name="Claim settled" />
<bpmn:sequenceFlow id="f1" sourceRef="filed" targetRef="look" />
<bpmn:sequenceFlow id="f2" sourceRef="look" targetRef="known" />
<bpmn:sequenceFlow id="f3" sourceRef="known" targetRef="settled">
<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=amount &gt; 0</bpmn:conditionExpression>
</bpmn:sequenceFlow>
</bpmn:process></bpmn:definitions>`;

/** A flow that leads nowhere. */
export const broken = `${head}<bpmn:process id="broken" name="Broken" isExecutable="true">
<bpmn:startEvent id="start" />
<bpmn:userTask id="stranded" name="Stranded" />
<bpmn:sequenceFlow id="lost_flow" sourceRef="start" targetRef="nowhere" />
</bpmn:process></bpmn:definitions>`;
