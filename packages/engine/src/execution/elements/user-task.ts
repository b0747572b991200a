import { addDuration, parseDateTime } from '../../expression/duration.ts';
import { type ExpressionContext, evaluate } from '../../expression/evaluate.ts';
import { ExpressionError } from '../../expression/expression-error.ts';
import type { Expression } from '../../model/expression.ts';
import type { UserTask } from '../../model/flow-node.ts';
import type { Json } from '../../model/json.ts';
import type { UserTaskDetails } from '../event.ts';
import { storable, textFrom } from '../text-from.ts';
import { activated, type Behaviour } from './behaviour.ts';
import { conditionalSplit } from './outgoing.ts';

export const userTask: Behaviour<'userTask'> = {
  activate(turn, node, element) {
    const task = resolveTask(node, turn.expressionContext(element.id));
    activated(turn, element);
    turn.record({
      type: 'userTaskCreated',
      elementId: node.id,
      elementInstanceId: element.id,
      task,
    });
    return 'waits';
  },
  leave: conditionalSplit,
};

const defaultPriority = 50;

function resolveTask(node: UserTask, context: ExpressionContext): UserTaskDetails {
  return {
    name: shown(node.shownName, context) ?? node.name ?? node.id,
    description: shown(node.shownDescription, context) ?? node.documentation,
    assignee: node.assignee === null ? null : person(node.assignee, context),
    candidateUsers: node.candidateUsers.flatMap((expression) => people(expression, context)),
    candidateGroups: node.candidateGroups.flatMap((expression) => people(expression, context)),
    dueAt: node.dueDate === null ? null : dueAt(node.dueDate, context),
    slaAt: node.sla === null ? null : addDuration(context.now, node.sla),
    priority: node.priority === null ? defaultPriority : priority(node.priority, context),
    formKey: node.form?.kind === 'key' ? person(node.form.key, context) : null,
  };
}

function shown(expression: Expression | undefined, context: ExpressionContext): string | null {
  return expression === undefined ? null : textFrom(expression, 'a text', context);
}

function person(expression: Expression, context: ExpressionContext): string | null {
  const value = evaluate(expression, context);
  if (value === null || value === '') return null;
  if (typeof value === 'string') return storable(value, expression);
  throw new ExpressionError(expected('a name', expression, value));
}

function people(expression: Expression, context: ExpressionContext): readonly string[] {
  const value = evaluate(expression, context);
  const names: readonly Json[] = Array.isArray(value) ? value : [value];
  return names.flatMap((name): string[] => {
    if (typeof name === 'string') return splitNames(storable(name, expression));
    if (name === null) return [];
    throw new ExpressionError(expected('a name or a list of names', expression, name));
  });
}

function splitNames(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function dueAt(expression: Expression, context: ExpressionContext): number | null {
  const value = evaluate(expression, context);
  if (value === null || value === '') return null;
  if (typeof value !== 'string')
    throw new ExpressionError(expected('a date or a duration', expression, value));
  return value.startsWith('P') ? addDuration(context.now, value) : parseDateTime(value);
}

function priority(expression: Expression, context: ExpressionContext): number {
  const value = evaluate(expression, context);
  if (value === null || (typeof value === 'string' && value.trim() === '')) return defaultPriority;
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= 100) return number;
  throw new ExpressionError(expected('a whole number from 0 to 100', expression, value));
}

function expected(what: string, expression: Expression, found: Json | undefined): string {
  const type = Array.isArray(found) ? 'list' : typeof found;
  return `Expected '${expression.source}' to give ${what}, but found a value of type ${type}`;
}
