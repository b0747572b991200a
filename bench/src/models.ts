import type { ProcessModel } from '@wbpm/engine';

/** Start, user task, end: the unit all figures count in. */
export const oneTask: ProcessModel = {
  processId: 'bench_one_task',
  name: 'One task',
  documentation: null,
  elements: [
    { type: 'noneStartEvent', id: 'start', name: null, documentation: null, scopeId: null, form: null },
    {
      type: 'userTask',
      id: 'work',
      name: 'Work',
      documentation: null,
      scopeId: null,
      inputs: [],
      outputs: [],
      defaultFlowId: null,
      assignee: null,
      candidateUsers: [],
      candidateGroups: [],
      dueDate: null,
      priority: null,
      form: null,
      duration: null,
      sla: null,
    },
    { type: 'noneEndEvent', id: 'end', name: null, documentation: null, scopeId: null },
  ],
  flows: [
    { id: 'f1', name: null, sourceId: 'start', targetId: 'work', condition: null },
    { id: 'f2', name: null, sourceId: 'work', targetId: 'end', condition: null },
  ],
};
