import type { Expression, FlowNode, Form, ProcessModel, VariableMapping } from '@wbpm/engine';
import { errorAt } from '../finding.ts';
import type { Check } from './check.ts';

/** Every expression of the model can be parsed. */
export const expressionSyntax: Check = ({ model, checkExpression }) =>
  expressionsIn(model).flatMap(({ elementId, place, expression }) => {
    const problem = checkExpression(expression);
    if (problem === null) return [];
    const at = problem.position === null ? '' : ` at character ${problem.position + 1}`;
    return [
      errorAt(elementId, 'expression-syntax', `In ${place} of '${elementId}'${at}: ${problem.message}`),
    ];
  });

interface PlacedExpression {
  readonly elementId: string;
  readonly place: string;
  readonly expression: Expression;
}

function expressionsIn(model: ProcessModel): readonly PlacedExpression[] {
  return [
    ...model.elements.flatMap((element) =>
      expressionsOf(element).map(([place, expression]) => ({ elementId: element.id, place, expression })),
    ),
    ...model.flows.flatMap(({ id, condition }) =>
      condition === null ? [] : [{ elementId: id, place: 'the condition', expression: condition }],
    ),
  ];
}

type Placed = readonly [place: string, expression: Expression];

function expressionsOf(element: FlowNode): readonly Placed[] {
  switch (element.type) {
    case 'noneEndEvent':
    case 'terminateEndEvent':
    case 'exclusiveGateway':
    case 'parallelGateway':
      return [];
    case 'noneStartEvent':
      return inForm(element.form);
    case 'timerCatchEvent':
      return [['the timer', element.timer.expression]];
    case 'task':
    case 'subProcess':
      return inMappings(element);
    case 'serviceTask':
      return [['the job type', element.jobType], ...inMappings(element)];
    case 'scriptTask':
      return element.language === 'feel' && element.source !== ''
        ? [['the script', { language: 'feel', source: element.source }], ...inMappings(element)]
        : inMappings(element);
    case 'userTask':
      return [
        ...optional('the assignee', element.assignee),
        ...element.candidateUsers.map((user): Placed => ['the candidate users', user]),
        ...element.candidateGroups.map((group): Placed => ['the candidate groups', group]),
        ...optional('the due date', element.dueDate),
        ...optional('the priority', element.priority),
        ...inForm(element.form),
        ...inMappings(element),
      ];
  }
}

function optional(place: string, expression: Expression | null): readonly Placed[] {
  return expression === null ? [] : [[place, expression]];
}

function inForm(form: Form | null): readonly Placed[] {
  return form?.kind === 'key' ? [['the form key', form.key]] : [];
}

function inMappings(activity: {
  readonly inputs: readonly VariableMapping[];
  readonly outputs: readonly VariableMapping[];
}): readonly Placed[] {
  return [
    ...activity.inputs.map(({ target, expression }): Placed => [`the input '${target}'`, expression]),
    ...activity.outputs.map(({ target, expression }): Placed => [`the output '${target}'`, expression]),
  ];
}
