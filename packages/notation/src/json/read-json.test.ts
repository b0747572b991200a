import { describe, expect, it } from 'vitest';
import { compileJson } from '../compile-definition.ts';
import { around, bpmnOf, complaintsOf, modelOf } from '../testing/json.ts';
import { readJson } from './read-json.ts';
import { writeJson } from './write-json.ts';

/** The activity `x` of a definition as the schema has it. */
function canonical(activity: Readonly<Record<string, unknown>>): unknown {
  const read = readJson(around(activity));
  if (read.kind === 'refused') throw new Error(JSON.stringify(read.findings));
  return read.file.processes[0]?.activities[1];
}

describe('other ways to write the same', () => {
  it.each([
    [
      { type: 'timer', timer: { duration: '2h' } },
      { type: 'intermediateCatchEvent', triggers: [{ timer: { duration: '2h' } }] },
    ],
    [{ type: 'terminateEndEvent' }, { type: 'endEvent', throws: [{ terminate: {} }] }],
    [
      { type: 'startEvent', message: 'order', signal: { name: 's' } },
      { type: 'startEvent', triggers: [{ message: { name: 'order' } }, { signal: { name: 's' } }] },
    ],
    [
      { type: 'boundaryEvent', attached_to: 's', error: 'E1', interrupting: false },
      { type: 'boundaryEvent', attached_to: 's', interrupting: false, triggers: [{ error: { code: 'E1' } }] },
    ],
    [
      { type: 'endEvent', terminate: true },
      { type: 'endEvent', throws: [{ terminate: {} }] },
    ],
    [
      { type: 'intermediateThrowEvent', throws: [{ cancel: {} }], escalation: 'E' },
      { type: 'intermediateThrowEvent', throws: [{ cancel: {} }, { escalation: { code: 'E' } }] },
    ],
    [
      { type: 'serviceTask', job_type: 'mail', retries: '5', headers: { to: 1, cc: null } },
      { type: 'serviceTask', job: { type: 'mail', retries: 5, headers: { to: '1' } } },
    ],
    [
      { type: 'sendTask', headers: { retries: '5' } },
      { type: 'sendTask', job: { type: 'x', headers: { retries: '5' } } },
    ],
    [
      { type: 'receiveTask', message: 'paid', name: null },
      { type: 'receiveTask', message: { name: 'paid' } },
    ],
    [
      { type: 'userTask', candidate_users: ' a, ${b(1, 2)}', priority: 70, documentation: ' ' },
      { type: 'userTask', candidate_users: ['a', '${b(1, 2)}'], priority: '70' },
    ],
    [
      { type: 'task', inputs: { a: 1, b: null, c: { literal: '=x' }, d: [true], e: { list: ['x'], y: 1 } } },
      {
        type: 'task',
        inputs: { a: '=1', b: '=null', c: { literal: '=x' }, d: '=[true]', e: '={"list":["x"],"y":1}' },
      },
    ],
    [{ type: 'subProcess' }, { type: 'subProcess', activities: [], flows: [] }],
  ])('%# are read into one form', (written, expected) => {
    expect(canonical(written)).toEqual({ id: 'x', ...expected });
    expect(canonical(expected)).toEqual({ id: 'x', ...expected });
  });
});

describe('a file of several processes', () => {
  const other = {
    process_id: 'shop',
    name: 'Shop',
    activities: [
      { id: 'in', type: 'startEvent', message: 'order' },
      { id: 'out', type: 'endEvent' },
    ],
    flows: [{ from: 'in', to: 'out' }],
  };
  const file = {
    processes: [{ ...Object(around({ type: 'sendTask' })), process_id: 'customer' }, other],
    pools: [
      { id: 'c', name: 'Customer', process_id: 'customer' },
      { id: 'd', name: 'Shop', process_id: 'shop' },
    ],
    message_flows: [{ from: 'x', to: 'in' }],
  };

  it('compiles with its pools and message flows', async () => {
    const compilation = await compileJson(file);
    expect(compilation).toMatchObject({
      kind: 'compiled',
      processes: [{ processId: 'customer' }, { processId: 'shop' }],
    });
    expect(compilation.kind === 'compiled' && compilation.bpmnXml).toContain(
      '<bpmn:messageFlow id="x_to_in"',
    );
  });

  it('is written as such, and a process alone as itself', () => {
    const alone = readJson(other);
    const several = readJson(file);
    if (alone.kind === 'refused' || several.kind === 'refused') throw new Error('Expected two definitions');
    expect(Object.keys(JSON.parse(writeJson(alone.file)))).toContain('activities');
    expect(Object.keys(JSON.parse(writeJson(several.file)))).toEqual(['processes', 'pools', 'message_flows']);
  });

  it.each([
    [
      { ...file, message_flows: [{ from: 'x', to: 'ghost' }] },
      "/message_flows/0/to Expected /message_flows/0/to to be the id of an activity or a pool, but found 'ghost'",
    ],
    [
      { ...file, pools: [{ id: 'c', name: 'C', process_id: 'ghost' }], message_flows: [] },
      "/pools/0/process_id Expected /pools/0/process_id to be the id of a process, but found 'ghost'",
    ],
    [
      { processes: [other, { ...other, process_id: 'b' }] },
      "/processes/1/activities/0/id Expected /processes/1/activities/0/id to be an id not used before, but found 'in'",
    ],
    [{ processes: 3 }, '/processes Expected /processes to be a list, but found 3'],
    [{ processes: [3] }, '/processes/0 Expected /processes/0 to be an object, but found 3'],
  ])('%# points to what names nothing', async (value, expected) => {
    expect(await complaintsOf(value)).toContain(expected);
  });
});

describe('mentions of ids', () => {
  it.each([
    [around({ type: 'boundaryEvent', attached_to: 'ghost', timer: { duration: 'PT1H' } }), 'attached_to'],
    [around({ type: 'task', compensation_handler: 'ghost' }), 'compensation_handler'],
    [
      around({ type: 'intermediateThrowEvent', compensation: { activity: 'ghost' } }),
      'throws/0/compensation/activity',
    ],
    [{ ...Object(around({ type: 'task' })), lanes: [{ name: 'A', activities: ['ghost'] }] }, 'lanes/0'],
    [{ ...Object(around({ type: 'task' })), notes: [{ text: 'A', about: ['ghost'] }] }, 'notes/0/about/0'],
  ])('%# are refused where nothing has the id', async (value, place) => {
    const complaints = await complaintsOf(value);
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toContain("but found 'ghost'");
    expect(complaints[0]?.replace('/compensation/activity Expected', place)).toContain(
      place.startsWith('throws') ? '/activities/1/compensation' : place,
    );
  });
});

describe('what the form says beyond the guide', () => {
  it('ties an activity to what undoes it, with an event of its own where none is drawn', async () => {
    const model = await modelOf({
      name: 'Trip',
      activities: [
        { id: 's', type: 'startEvent' },
        { id: 'book', type: 'task', compensation_handler: 'cancel' },
        { id: 'cancel', type: 'task', for_compensation: true },
        { id: 'e', type: 'endEvent', compensation: {} },
      ],
      flows: [
        { from: 's', to: 'book' },
        { from: 'book', to: 'e' },
      ],
    });
    expect(model.elements.map(({ id }) => id)).toEqual(['s', 'book', 'book_compensation', 'cancel', 'e']);
    expect(model.elements[1]).toMatchObject({ compensationHandlerId: 'cancel' });
  });

  it('gives people with commas in their names', async () => {
    const definition = around({
      type: 'userTask',
      candidate_users: ['a', { literal: 'b, c' }],
      candidate_groups: ['= first(groups)', 'sales'],
    });
    const [, task] = (await modelOf(definition)).elements;
    expect(task).toMatchObject({
      candidateUsers: [
        { language: 'literal', source: 'a' },
        { language: 'feel', source: '"b, c"' },
      ],
      candidateGroups: [
        { language: 'feel', source: 'first(groups)' },
        { language: 'literal', source: 'sales' },
      ],
    });
  });

  it('takes conditions without marks for FEEL, and texts that look like expressions for themselves', async () => {
    const xml = await bpmnOf({
      ...Object(around({ type: 'userTask', assignee: { literal: '=a' }, due_date: { juel: '=${x}' } })),
    });
    expect(xml).toContain('camunda:assignee="= &#34;=a&#34;"');
  });

  it('refuses lists and maps where a text belongs', async () => {
    expect(await complaintsOf(around({ type: 'userTask', assignee: { list: [] } }))).toEqual([
      '/activities/1/assignee Expected /activities/1/assignee to be a text or one expression, but found a list or map; only inputs and outputs take those',
    ]);
  });
});

describe('what BPMN has no form for', () => {
  const event = (when: string) => ({ when, throws: { signal: { name: 'a' } } });
  it.each([
    [
      { kind: 'standard', maximum: 'many' },
      "/activities/1/loop/maximum Expected /activities/1/loop/maximum to be a whole number, but found 'many'",
    ],
    [
      { kind: 'multi_instance', cardinality: 3, behavior_events: [event('one'), event('none')] },
      "/activities/1/loop/behavior_events Expected /activities/1/loop/behavior_events to be one event, or several that are all 'complex', but found others",
    ],
  ])('%# is refused', async (loop, expected) => {
    expect(await complaintsOf(around({ type: 'task', loop }))).toEqual([expected]);
  });
});

describe('what is wrong with a part of a union', () => {
  it.each([
    [
      { type: 'startEvent', triggers: [{ message: { name: 'a', nmae: 'b' } }] },
      "/activities/1/triggers/0/message/nmae Expected /activities/1/triggers/0/message to have no keys but name, correlation_key, but found 'nmae'; it has no effect",
    ],
    [
      { type: 'startEvent', message: { correlation_key: 'a' } },
      '/activities/1/message/name Expected /activities/1/message/name to be a text or an object with one of literal, feel, juel, list, map, but found nothing',
    ],
    [
      { type: 'startEvent', triggers: [{}] },
      '/activities/1/triggers/0 Expected /activities/1/triggers/0 to be an object with one of message, signal, timer, conditional, error, escalation, cancel, compensation, link, but found an object',
    ],
    [
      { type: 'callActivity', called_process: 'a', binding: 'newest' },
      "/activities/1/binding Expected /activities/1/binding to be latest or deployment or an object with one of version, version_tag, but found 'newest'",
    ],
    [
      { type: 'serviceTask', job_type: {} },
      '/activities/1/job_type Expected /activities/1/job_type to be a text or an object with one of literal, feel, juel, list, map, but found an object',
    ],
    [
      { type: 'task', loop: { kind: 'multi' } },
      "/activities/1/loop/kind Expected /activities/1/loop/kind to be one of standard, multi_instance, but found 'multi'",
    ],
  ])('%# is said of the part that is meant', async (activity, expected) => {
    expect(await complaintsOf(around(activity))).toContain(expected);
  });
});
