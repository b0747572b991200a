/** The shapes of a large model that a superlinear check would stumble over. */
export type LargeShape = 'chain' | 'gateways' | 'branches';

/** A process of about so many flow nodes as BPMN 2.0 XML, as a modeller saves it but for the drawing. */
export function largeProcess(shape: LargeShape, count: number): string {
  const { nodes, flows, inside } = partsOf(shape, count);
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  targetNamespace="http://wbpm.bench">
  <process id="large_${shape}_${count}" name="Large" isExecutable="true">
${nodes.join('\n')}
${flows.map(([from, to, condition], index) => flowXml(index, from, to, condition)).join('\n')}
${inside ?? ''}
  </process>
</definitions>`;
}

type Flow = readonly [from: string, to: string, condition?: string];

interface Parts {
  readonly nodes: readonly string[];
  readonly flows: readonly Flow[];
  readonly inside?: string;
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_none, index) => index);
const userTask = (id: string): string => `<userTask id="${id}" name="Task ${id}" />`;
const ends = ['<startEvent id="start" />', '<endEvent id="end" />'];

function partsOf(shape: LargeShape, count: number): Parts {
  switch (shape) {
    case 'chain': {
      const ids = numbers(count - 2).map((index) => `t${index}`);
      return { nodes: [...ends, ...ids.map(userTask)], flows: path(['start', ...ids, 'end']) };
    }
    case 'gateways':
      return gateways(Math.floor((count - 2) / 4));
    case 'branches': {
      const ids = numbers(count - 4).map((index) => `t${index}`);
      const flows = ids.flatMap((id): Flow[] => [
        ['fork', id],
        [id, 'join'],
      ]);
      return {
        nodes: [
          ...ends,
          '<parallelGateway id="fork" />',
          '<parallelGateway id="join" />',
          ...ids.map(userTask),
        ],
        flows: [['start', 'fork'], ...flows, ['join', 'end']],
      };
    }
  }
}

/** Choices one after the other, each with two branches of one task. */
function gateways(choices: number): Parts {
  const nodes = numbers(choices).flatMap((index) => [
    `<exclusiveGateway id="x${index}" default="d${index}" />`,
    userTask(`a${index}`),
    userTask(`b${index}`),
    `<exclusiveGateway id="m${index}" />`,
  ]);
  const flows = numbers(choices).flatMap((index): Flow[] => [
    [`x${index}`, `a${index}`, `\${amount &gt; ${index}}`],
    [`a${index}`, `m${index}`],
    [`b${index}`, `m${index}`],
    [`m${index}`, index + 1 < choices ? `x${index + 1}` : 'end'],
  ]);
  const defaults = numbers(choices).map(
    (index) => `<sequenceFlow id="d${index}" sourceRef="x${index}" targetRef="b${index}" />`,
  );
  return { nodes: [...ends, ...nodes], flows: [['start', 'x0'], ...flows], inside: defaults.join('\n') };
}

function path(ids: readonly string[]): Flow[] {
  return ids.slice(1).map((to, index): Flow => [ids[index] ?? '', to]);
}

function flowXml(index: number, from: string, to: string, condition: string | undefined): string {
  const open = `<sequenceFlow id="f${index}" sourceRef="${from}" targetRef="${to}"`;
  if (condition === undefined) return `${open} />`;
  return `${open}><conditionExpression xsi:type="tFormalExpression">${condition}</conditionExpression></sequenceFlow>`;
}
