import { describe, expect, it } from 'vitest';
import { compileBpmn, compileJson } from '../compile-definition.ts';
import { nodeIn } from '../testing/bpmn.ts';
import { around, bpmnOf, complaintsOf, modelOf } from '../testing/json.ts';

const literal = (source: string) => ({ language: 'literal', source });

describe('the JSON form', () => {
  it('compiles as the guide writes it', async () => {
    const compilation = await compileJson({
      process_id: 'leave',
      name: 'Leave Request',
      version: '1.0',
      activities: [
        { id: 'start', type: 'startEvent', name: 'Start' },
        { id: 'approve', type: 'userTask', name: 'Approve', assignee: 'demo' },
        { id: 'end', type: 'endEvent', name: 'End' },
      ],
      flows: [
        { from: 'start', to: 'approve' },
        { from: 'approve', to: 'end' },
      ],
    });
    expect(compilation).toMatchObject({
      kind: 'compiled',
      findings: [],
      processes: [
        {
          processId: 'leave',
          name: 'Leave Request',
          elements: [{ id: 'start' }, { id: 'approve', name: 'Approve' }, { id: 'end' }],
          flows: [{ id: 'start_to_approve' }, { id: 'approve_to_end' }],
        },
      ],
    });
  });

  it('is BPMN that can be drawn and means the same', async () => {
    const definition = around({ type: 'userTask', assignee: 'a', description: 1 });
    const xml = await bpmnOf(definition);
    expect(xml).toContain('<bpmndi:BPMNShape id="x_di" bpmnElement="x">');
    expect(await compileBpmn(xml)).toMatchObject({
      kind: 'compiled',
      bpmnXml: xml,
      processes: [await modelOf(definition)],
    });
  });

  it('keeps description and version', async () => {
    const xml = await bpmnOf({ ...Object(around({ type: 'task' })), description: 'Why', version: 2 });
    expect(xml).toContain('<bpmn:documentation>Why</bpmn:documentation>');
    expect(xml).toContain('camunda:versionTag="2"');
  });

  it.each([
    ['Leave Request', 'leave_request'],
    ['  Ärger & Ölwechsel ', 'arger_olwechsel'],
    ['2nd try', 'process_2nd_try'],
    ['请假', 'process'],
    ['x', 'x_process'],
  ])('makes an id of the name %j', async (name, id) => {
    expect((await modelOf({ ...Object(around({ type: 'task' })), name })).processId).toBe(id);
  });
});

describe('activities of the JSON form', () => {
  it('are user tasks', async () => {
    const definition = around({
      type: 'userTask',
      name: 'Approve',
      documentation: 'How',
      assignee: '${boss}',
      candidate_users: 'a, b',
      candidate_groups: ['sales', '${a == "b, c" ? d : e}'],
      due_date: '2d',
      priority: 70,
      duration: '2h',
      sla: 'P1D',
      form: {
        fields: [
          { id: 'amount', label: 'Amount', type: 'number', required: true, default_value: 3, min: 1, max: 9 },
          {
            id: 'colour',
            type: 'select',
            readonly: true,
            options: ['red', { value: 'g', label: 'Green' }, { value: 'b' }],
          },
        ],
      },
      inputs: { a: 'text', b: '=c', d: { e: [1, true, null, 'f'] } },
      outputs: { g: '${h}' },
    });
    expect(nodeIn(await modelOf(definition), 'userTask')).toEqual({
      type: 'userTask',
      id: 'x',
      name: 'Approve',
      documentation: 'How',
      scopeId: null,
      assignee: { language: 'juel', source: '${boss}' },
      candidateUsers: [literal('a'), literal('b')],
      candidateGroups: [literal('sales'), { language: 'juel', source: '${a == "b, c" ? d : e}' }],
      dueDate: literal('P2D'),
      priority: literal('70'),
      duration: 'PT2H',
      sla: 'P1D',
      defaultFlowId: null,
      resultsStayLocal: false,
      asyncBefore: false,
      asyncAfter: false,
      loop: null,
      forCompensation: false,
      compensationHandlerId: null,
      form: {
        kind: 'fields',
        fields: [
          {
            id: 'amount',
            label: 'Amount',
            type: 'number',
            required: true,
            readonly: false,
            options: [],
            defaultValue: 3,
            min: 1,
            max: 9,
          },
          {
            id: 'colour',
            label: 'colour',
            type: 'select',
            required: false,
            readonly: true,
            options: [
              { value: 'red', label: 'red' },
              { value: 'g', label: 'Green' },
              { value: 'b', label: 'b' },
            ],
            defaultValue: null,
            min: null,
            max: null,
          },
        ],
      },
      inputs: [
        { target: 'a', expression: literal('text') },
        { target: 'b', expression: { language: 'feel', source: 'c' } },
        { target: 'd', expression: { language: 'feel', source: '{"e":[1,true,null,"f"]}' } },
      ],
      outputs: [{ target: 'g', expression: { language: 'juel', source: '${h}' } }],
    });
  });

  it('are service tasks', async () => {
    const definition = around({
      type: 'serviceTask',
      job_type: 'mail',
      retries: 5,
      headers: { to: 'a', n: 1 },
      result_variable: 'r',
    });
    expect(nodeIn(await modelOf(definition), 'serviceTask').work).toEqual({
      kind: 'job',
      jobType: literal('mail'),
      retries: 5,
      headers: { to: 'a', n: '1' },
      resultVariable: 'r',
    });
  });

  it('are script tasks, in JavaScript unless said otherwise', async () => {
    const script = async (more: object) =>
      nodeIn(await modelOf(around({ type: 'scriptTask', script: '1 < 2', ...more })), 'scriptTask');
    expect(await script({ result_variable: 'r' })).toMatchObject({
      language: 'javascript',
      source: '1 < 2',
      resultVariable: 'r',
    });
    expect(await script({ script_language: 'feel' })).toMatchObject({ language: 'feel', source: '1 < 2' });
  });

  it('are timers', async () => {
    const timer = async (timer: object, type = 'timer') =>
      nodeIn(await modelOf(around({ type, timer })), 'intermediateCatchEvent').triggers;
    const waiting = (timer: object) => [{ kind: 'timer', timer }];
    expect(await timer({ duration: '2h' })).toEqual(
      waiting({ kind: 'duration', expression: literal('PT2H') }),
    );
    expect(await timer({ duration: '${wait}' })).toEqual(
      waiting({ kind: 'duration', expression: { language: 'juel', source: '${wait}' } }),
    );
    expect(await timer({ date: '2026-03-01T09:00:00Z' }, 'intermediateCatchEvent')).toEqual(
      waiting({ kind: 'date', expression: literal('2026-03-01T09:00:00Z') }),
    );
  });

  it('are subprocesses with content of their own', async () => {
    const content = {
      activities: [
        { id: 'is', type: 'startEvent', form_key: 'k' },
        { id: 'ie', type: 'terminateEndEvent' },
      ],
      flows: [{ from: 'is', to: 'ie' }],
    };
    const model = await modelOf(around({ type: 'subProcess', ...content, inputs: { a: 1 } }));
    expect(nodeIn(model, 'startEvent', 'is')).toMatchObject({
      scopeId: 'x',
      form: { kind: 'key', key: literal('k') },
    });
    expect(nodeIn(model, 'endEvent', 'ie')).toMatchObject({ scopeId: 'x', throws: [{ kind: 'terminate' }] });
    expect(nodeIn(model, 'subProcess').inputs).toEqual([
      { target: 'a', expression: { language: 'feel', source: '1' } },
    ]);
  });

  it('are gateways with conditions and a default', async () => {
    const model = await modelOf({
      name: 'Choice',
      activities: [
        { id: 's', type: 'startEvent' },
        { id: 'g', type: 'exclusiveGateway', default: 'b' },
        { id: 'h', type: 'exclusiveGateway', default: 'last' },
        { id: 'a', type: 'endEvent' },
        { id: 'b', type: 'endEvent' },
        { id: 'p', type: 'parallelGateway' },
        { id: 't', type: 'task' },
      ],
      flows: [
        { from: 's', to: 'g' },
        { from: 'g', to: 'h', condition: 'amount > 3', name: 'big' },
        { from: 'g', to: 'b' },
        { from: 'h', to: 'a', condition: '${x}' },
        { from: 'h', to: 'p', id: 'last' },
        { from: 'p', to: 't' },
        { from: 't', to: 'a' },
        { from: 't', to: 'a' },
        { from: 't', to: 'a' },
      ],
    });
    expect(nodeIn(model, 'exclusiveGateway', 'g').defaultFlowId).toBe('g_to_b');
    expect(nodeIn(model, 'exclusiveGateway', 'h').defaultFlowId).toBe('last');
    expect(model.flows[1]).toMatchObject({
      name: 'big',
      condition: { language: 'feel', source: 'amount > 3' },
    });
    expect(model.flows.map(({ id }) => id).slice(-3)).toEqual(['t_to_a', 't_to_a_2', 't_to_a_3']);
  });
});

describe('findings about the JSON form', () => {
  it.each([
    [null, ' Expected the definition to be an object, but found null'],
    [[], ' Expected the definition to be an object, but found a list'],
    ['{}', " Expected the definition to be an object, but found '{}'"],
    [{}, '/name Expected /name to be a text that is not blank, but found nothing'],
    [{ name: 'a', activities: 3, flows: [] }, '/activities Expected /activities to be a list, but found 3'],
    [{ name: 'a', flows: [] }, '/activities Expected /activities to be a list, but found nothing'],
    [
      { name: 'a', activities: [1], flows: [] },
      '/activities/0 Expected /activities/0 to be an object, but found 1',
    ],
    [
      { name: 'a', activities: [], flows: [true] },
      '/flows/0 Expected /flows/0 to be an object, but found true',
    ],
    [
      { name: 'a', activities: [], flows: [{ from: 'a' }] },
      '/flows/0/to Expected /flows/0/to to be a text that is not blank, but found nothing',
    ],
    [
      { name: 'a', activities: [], flows: [{ from: 'a', to: 'b' }] },
      "/flows/0/from Expected /flows/0/from to be the id of an activity, but found 'a'",
    ],
    [
      around({ type: 'foo' }),
      '/activities/1/type Expected /activities/1/type to be one of startEvent, endEvent,',
    ],
    [around({}), 'adHocSubProcess, but found nothing'],
    [around({ type: 'toString' }), "adHocSubProcess, but found 'toString'"],
    [
      around({ type: 'task', id: '1 x' }),
      "/activities/1/id Expected /activities/1/id to be an id of letters, digits, '_', '-' and '.'",
    ],
    [
      around({ type: 'task', id: 's' }),
      "/activities/1/id Expected /activities/1/id to be an id not used before, but found 's'",
    ],
    [
      around({ type: 'task', name: {} }),
      '/activities/1/name Expected /activities/1/name to be a text, but found an object',
    ],
    [around({ type: 'task', name: 'a\u0000' }), '/activities/1/name Expected'],
    [
      around({ type: 'task', default: 'ghost' }),
      "/activities/1/default Expected /activities/1/default to be a flow leaving the activity, or its target, but found 'ghost'",
    ],
    [
      around({ type: 'userTask', candidate_users: ['a,b'] }),
      "/activities/1/candidate_users/0 Expected /activities/1/candidate_users/0 to be one name or one expression, but found 'a,b'",
    ],
    [around({ type: 'userTask', candidate_users: [{}] }), '/activities/1/candidate_users/0 Expected'],
    [
      around({ type: 'userTask', assignee: 'a', form: 'x' }),
      "/activities/1/form Expected /activities/1/form to be an object, but found 'x'",
    ],
    [
      around({ type: 'userTask', assignee: 'a', form: { fields: [1] } }),
      '/activities/1/form/fields/0 Expected',
    ],
    [
      around({ type: 'userTask', assignee: 'a', form: { fields: [{}] } }),
      '/activities/1/form/fields/0/id Expected',
    ],
    [
      around({ type: 'userTask', assignee: 'a', form: { fields: [{ id: 'a', required: 'yes' }] } }),
      "/activities/1/form/fields/0/required Expected /activities/1/form/fields/0/required to be true or false, but found 'yes'",
    ],
    [
      around({
        type: 'userTask',
        assignee: 'a',
        form: { fields: [{ id: 'a', type: 'select', options: [null] }] },
      }),
      '/activities/1/form/fields/0/options/0 Expected',
    ],
    [
      around({ type: 'serviceTask', headers: [] }),
      '/activities/1/headers Expected /activities/1/headers to be an object, but found a list',
    ],
    [around({ type: 'serviceTask', headers: { a: {} } }), '/activities/1/headers/a Expected'],
    [
      around({ type: 'task', inputs: { 'a/b~c': () => 1 } }),
      '/activities/1/inputs/a~1b~0c Expected /activities/1/inputs/a~1b~0c to be a JSON value, but found a function',
    ],
    [around({ type: 'task', inputs: { a: Number.NaN } }), '/activities/1/inputs/a Expected'],
    [
      around({ type: 'timer' }),
      '/activities/1/timer Expected /activities/1/timer to be an object, but found nothing',
    ],
    [
      around({ type: 'timer', timer: {} }),
      '/activities/1/timer Expected /activities/1/timer to be an object with one of date, duration, cycle, but found an object',
    ],
    [around({ type: 'timer', timer: { date: 'a', duration: 'b' } }), '/activities/1/timer Expected'],
    [
      { ...Object(around({ type: 'task' })), process_id: 'x' },
      "/process_id Expected /process_id to be an id no activity has, but found 'x'",
    ],
    [
      { ...Object(around({ type: 'task' })), process_id: '1' },
      '/process_id Expected /process_id to be an id of letters',
    ],
    [
      around({ type: 'task', asignee: 'a' }),
      '/activities/1/asignee Expected /activities/1 to have no keys but id, name, documentation, async_before',
    ],
    [
      { ...Object(around({ type: 'task' })), tenant_id: 'x' },
      '/tenant_id Expected the definition to have no keys but process_id, name, description',
    ],
  ])('%# point to the place', async (value, expected) => {
    expect((await complaintsOf(value)).map((complaint) => complaint.includes(expected))).toContain(true);
  });

  it('of the BPMN rules point to the activity, too', async () => {
    expect(await complaintsOf(around({ type: 'userTask', assignee: '=1 +' }))).toEqual([
      expect.stringMatching(/^\/activities\/1 In the assignee of 'x' at character \d+: /),
    ]);
    expect(await complaintsOf({ name: 'a', activities: [], flows: [] })).toEqual([
      " Expected process 'a' to hold something, but found it empty",
    ]);
    const { findings } = await compileJson(around({ type: 'userTask' }));
    expect(findings).toMatchObject([
      { rule: 'task-people', line: null, column: null, pointer: '/activities/1' },
    ]);
  });

  it('refuse nesting without end', async () => {
    const activity: Record<string, unknown> = { id: 'x', type: 'subProcess' };
    activity['activities'] = [activity];
    expect(await complaintsOf(around(activity))).toContainEqual(
      expect.stringContaining('nested at most 32 subprocesses deep'),
    );
    const value: unknown[] = [];
    value.push(value);
    expect(await complaintsOf(around({ type: 'task', inputs: { a: value } }))).toEqual([
      expect.stringContaining('a JSON value nested at most 32 deep, but found a list'),
    ]);
  });

  it('refuse crossing into a subprocess', async () => {
    const content = {
      activities: [
        { id: 'is', type: 'startEvent' },
        { id: 't', type: 'task' },
      ],
      flows: [
        { from: 'is', to: 'e' },
        { from: 'is', to: 'ghost' },
      ],
    };
    expect(await complaintsOf(around({ type: 'subProcess', ...content }))).toEqual([
      "/activities/1/flows/1/to Expected /activities/1/flows/1/to to be the id of an activity, but found 'ghost'",
    ]);
    expect(
      await complaintsOf(around({ type: 'subProcess', ...content, flows: [{ from: 'is', to: 'e' }] })),
    ).toContainEqual(expect.stringMatching(/^\/activities\/1\/flows\/0 .* across a border to 'e'$/));
  });

  it('refuse what is too big to write', async () => {
    const flows = Array.from({ length: 10_001 }, () => ({ from: 's', to: 'e' }));
    expect(await complaintsOf({ name: 'a', activities: [], flows })).toEqual([
      ' Expected the definition to be a process of at most 10000 activities and flows, but found 10001',
    ]);
  });
});
