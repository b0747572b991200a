import type { Expression, UserTask } from '@wbpm/engine';
import { errorAt, type Report } from '../finding.ts';
import { extensionOf, textOf } from '../moddle.ts';
import type { SourceNode } from '../source-graph.ts';
import type { CompileContext } from './context.ts';
import { formOf } from './form.ts';
import { laneAround } from './lanes.ts';
import { type ActivityBase, activityBase } from './node-base.ts';
import { resourcesOf } from './resources.ts';
import { readDuration } from './times.ts';
import { juel, writtenExpression, writtenList } from './written-expression.ts';

/** The lane a task stands in gives its people where the task names none. */
export function compileUserTask(node: SourceNode, context: CompileContext): UserTask {
  const { element } = node;
  const { report } = context;
  const base = activityBase(node, context);
  const lane = laneAround(node, context.lanes);
  const resources = resourcesOf(element);
  const assignment = extensionOf(element, 'zeebe:AssignmentDefinition');
  const people = (property: string) => textOf(assignment, property) ?? textOf(element, `camunda:${property}`);
  const assignee = optional(people('assignee')) ?? resources.assignee;
  const users = [...writtenList(people('candidateUsers') ?? ''), ...resources.users];
  const groups = [...writtenList(people('candidateGroups') ?? ''), ...resources.groups];
  const unassigned = assignee === null && users.length === 0 && groups.length === 0;
  const laneGroup: readonly Expression[] = lane === null ? [] : [{ language: 'literal', source: lane }];
  return {
    ...base,
    type: 'userTask',
    ...shownWith(base),
    assignee,
    candidateUsers: users,
    candidateGroups: unassigned ? laneGroup : groups,
    dueDate: optional(
      textOf(extensionOf(element, 'zeebe:TaskSchedule'), 'dueDate') ?? textOf(element, 'camunda:dueDate'),
    ),
    priority: priorityOf(node, report),
    form: formOf(element, node.id, report),
    duration: durationOf(node, 'duration', report),
    sla: durationOf(node, 'sla', report),
  };
}

/** As in Camunda, the name and the documentation of a task may hold `${…}`. */
function shownWith({ name, documentation }: ActivityBase): Pick<UserTask, 'shownName' | 'shownDescription'> {
  return {
    ...(isTemplate(name) && { shownName: juel(name) }),
    ...(isTemplate(documentation) && { shownDescription: juel(documentation) }),
  };
}

function isTemplate(text: string | null): text is string {
  return text !== null && /[$#]\{/.test(text);
}

function optional(text: string | null): Expression | null {
  return text === null ? null : writtenExpression(text);
}

function priorityOf(node: SourceNode, report: Report): Expression | null {
  const zeebe = extensionOf(node.element, 'zeebe:PriorityDefinition');
  const priority = optional(textOf(zeebe, 'priority') ?? textOf(node.element, 'camunda:priority'));
  if (priority?.language === 'literal' && !/^(?:\d{1,2}|100)$/.test(priority.source)) {
    const message = `Expected the priority to be a whole number from 0 to 100, but found '${priority.source}'`;
    report(errorAt(node.id, 'priority', message));
  }
  return priority;
}

function durationOf(node: SourceNode, property: 'duration' | 'sla', report: Report): string | null {
  const text = textOf(node.element, `apg:${property}`);
  if (text === null) return null;
  const read = readDuration(text);
  if (read.kind === 'duration') return read.iso;
  const message = `Expected ${property} to be a duration such as PT2H or 2h, but found '${text}'`;
  report(errorAt(node.id, 'invalid-time', message));
  return null;
}
