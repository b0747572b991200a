import type { Expression } from '@wbpm/engine';
import { childOf, childrenOf, type ModdleElement, nameOf, textOf } from '../moddle.ts';
import { writtenExpression, writtenList } from './written-expression.ts';

/** The people BPMN itself gives a task (§10.3.4): its performer, and those who may become it. */
export interface Resources {
  readonly assignee: Expression | null;
  readonly users: readonly Expression[];
  readonly groups: readonly Expression[];
}

export function resourcesOf(element: ModdleElement): Resources {
  const roles = childrenOf(element, 'resources');
  const performers = roles.filter(
    ({ $type }) => $type === 'bpmn:HumanPerformer' || $type === 'bpmn:Performer',
  );
  const owners = roles.filter(({ $type }) => $type === 'bpmn:PotentialOwner').flatMap(namesIn);
  const [assignee] = performers.flatMap(namesIn);
  return {
    assignee: assignee === undefined ? null : (withoutKind(assignee, 'user') ?? writtenExpression(assignee)),
    users: owners.flatMap((owner) => withoutKind(owner, 'user') ?? []),
    groups: owners.flatMap((owner) =>
      /^user\s*\(/.test(owner) ? [] : [withoutKind(owner, 'group') ?? writtenExpression(owner)],
    ),
  };
}

/** A role names people by an expression, or by a resource of the file. */
function namesIn(role: ModdleElement): readonly string[] {
  const assignment = childOf(role, 'resourceAssignmentExpression');
  const expression = assignment === null ? null : childOf(assignment, 'expression');
  const written = textOf(expression, 'body');
  if (written !== null) return isFeelOfKind(written) ? [written] : writtenList(written).map(rewritten);
  const resource = childOf(role, 'resourceRef');
  const name = resource === null ? null : nameOf(resource);
  return name === null ? [] : [name];
}

/** FEEL is one expression here as well, whatever commas it has. */
function isFeelOfKind(written: string): boolean {
  return /^(?:user|group)\s*\(\s*=/.test(written);
}

function rewritten({ language, source }: Expression): string {
  return language === 'feel' ? `=${source}` : source;
}

/** Camunda writes `user(kermit), group(sales)`; a bare name is a group. */
function withoutKind(name: string, kind: 'user' | 'group'): Expression | null {
  const inner = new RegExp(`^${kind}\\s*\\((.*)\\)$`).exec(name)?.[1];
  return inner === undefined ? null : writtenExpression(inner);
}
