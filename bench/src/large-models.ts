import type { ProcessGraph } from '@wbpm/engine';
import {
  end,
  exclusive,
  feel,
  feelScript,
  flow,
  forEach,
  javascript,
  juel,
  processOf,
  sequence,
  serviceTask,
  start,
  userTask,
} from '../../packages/engine/src/testing/model.ts';

/** What one item of a multi-instance activity is, and what the activity gathers. */
export interface ItemKind {
  readonly name: string;
  readonly work: 'task' | 'job';
  readonly collects: boolean;
  readonly conditional: boolean;
}

export const itemKinds: readonly ItemKind[] = [
  { name: 'user tasks', work: 'task', collects: false, conditional: false },
  { name: 'user tasks, outputs, condition', work: 'task', collects: true, conditional: true },
  { name: 'jobs', work: 'job', collects: false, conditional: false },
  { name: 'jobs, outputs, condition', work: 'job', collects: true, conditional: true },
];

/** Start, one parallel multi-instance activity over `items`, end. */
export function perItem({ work, collects, conditional }: ItemKind): ProcessGraph {
  const loop = forEach('items', {
    ...(collects ? { outputCollection: 'answers', outputElement: feel('answer') } : {}),
    ...(conditional
      ? { completionCondition: juel('${nrOfCompletedInstances > nrOfInstances && item == null}') }
      : {}),
  });
  return sequence(work === 'task' ? userTask('work', { loop }) : serviceTask('work', {}, { loop }));
}

export type ScriptKind = 'feel' | 'juel' | 'javascript';

/** Counts `n` up to `to`: a gateway, a script and a gateway each time. */
export function counting(kind: ScriptKind): ProcessGraph {
  return processOf(
    [start(), exclusive('again'), scriptOf(kind), exclusive('done', 'done>again'), end()],
    'start > again > count > done',
    flow('done', 'end', 'n >= to'),
    flow('done', 'again'),
  );
}

function scriptOf(kind: ScriptKind) {
  switch (kind) {
    case 'feel':
      return feelScript('count', 'n + 1', 'n');
    case 'juel':
      return { ...feelScript('count', '${n + 1}', 'n'), language: 'juel' as const };
    case 'javascript':
      return javascript('count', 'n + 1', 'n');
  }
}
