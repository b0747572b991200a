import type { ProcessModel } from '@wbpm/engine';

const plain = { name: null, documentation: null, scopeId: null, asyncBefore: false, asyncAfter: false };

/** Start, user task, end: the unit all figures count in. */
export const oneTask: ProcessModel = {
  processId: 'bench_one_task',
  name: 'One task',
  documentation: null,
  elements: [
    {
      type: 'startEvent',
      id: 'start',
      ...plain,
      inputs: [],
      outputs: [],
      resultsStayLocal: false,
      triggers: [],
      parallelMultiple: false,
      interrupting: true,
      form: null,
    },
    {
      type: 'userTask',
      id: 'work',
      ...plain,
      name: 'Work',
      loop: null,
      forCompensation: false,
      compensationHandlerId: null,
      inputs: [],
      outputs: [],
      resultsStayLocal: false,
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
    { type: 'endEvent', id: 'end', ...plain, inputs: [], outputs: [], resultsStayLocal: false, throws: [] },
  ],
  flows: [
    { id: 'f1', name: null, sourceId: 'start', targetId: 'work', condition: null },
    { id: 'f2', name: null, sourceId: 'work', targetId: 'end', condition: null },
  ],
  dataObjects: [],
};
