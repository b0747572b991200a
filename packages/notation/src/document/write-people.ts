import { writtenList } from '../compile/written-expression.ts';
import type { ModdleElement } from '../moddle.ts';
import type { ActivityOf } from './activity.ts';
import type { ExpressionText } from './expression-text.ts';
import { attribute, make, type Properties, type Writing } from './writing.ts';
import { textOfTime } from './written-text.ts';

type UserTask = ActivityOf<'userTask'>;

/** Who does a user task, and by when. */
export function writePeople(task: UserTask, pointer: string, writing: Writing): Properties {
  const { moddle } = writing;
  const users = namesOf(task.candidate_users, `${pointer}/candidate_users`, writing);
  const groups = namesOf(task.candidate_groups, `${pointer}/candidate_groups`, writing);
  // As a list of Camunda's where it reads as the same list, else as an owner each.
  const listed = [users, groups].every((names) => writtenList(names.join(',')).length === names.length);
  const owner = (name: string): ModdleElement => {
    const expression = moddle.create('bpmn:FormalExpression', { body: name });
    const assignment = moddle.create('bpmn:ResourceAssignmentExpression', { expression });
    return make(writing, 'bpmn:PotentialOwner', { resourceAssignmentExpression: assignment });
  };
  const people = listed
    ? {
        'camunda:candidateUsers': users.length === 0 ? null : users.join(','),
        'camunda:candidateGroups': groups.length === 0 ? null : groups.join(','),
      }
    : { resources: [...users.map((name) => owner(`user(${name})`)), ...groups.map((name) => owner(name))] };
  return {
    'camunda:assignee': attribute(task.assignee, `${pointer}/assignee`, writing),
    ...people,
    'camunda:dueDate': attribute(task.due_date, `${pointer}/due_date`, writing, textOfTime),
    'camunda:priority': attribute(task.priority, `${pointer}/priority`, writing),
    'camunda:formKey': attribute(task.form_key, `${pointer}/form_key`, writing),
    'apg:duration': task.duration,
    'apg:sla': task.sla,
  };
}

function namesOf(
  names: readonly ExpressionText[] | undefined,
  pointer: string,
  writing: Writing,
): readonly string[] {
  return (names ?? []).flatMap((name, index) => {
    const text = attribute(name, `${pointer}/${index}`, writing);
    if (text === null) return [];
    return [writtenList(text).length === 1 ? text : `= ${JSON.stringify(text)}`];
  });
}
