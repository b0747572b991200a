import type { JsonObject } from '@wbpm/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deployDecisions } from '../decisions/deploy-decision.ts';
import { deployProcess } from '../processes/deploy-process.ts';
import { publishMessage } from '../processes/publish-message.ts';
import { startInstance } from '../processes/start-instance.ts';
import type { Database } from '../store/database.ts';
import { bpmn, messages, onMessage } from '../testing/bpmn.ts';
import { dmn, expressionDecision, tableDecision } from '../testing/dmn.ts';
import { allInstanceFaults } from '../testing/journal-faults.ts';
import { testDatabases } from '../testing/test-databases.ts';
import { openTestRuntime, type TestRuntime, tester } from '../testing/test-runtime.ts';

const { tenantId } = tester;

/** Begins with the business rule task, then waits. */
function deciding(id: string, attributes: string, start = '<startEvent id="start" />'): string {
  return bpmn({
    id,
    roots: messages('go'),
    nodes: `${start}<businessRuleTask id="rule" camunda:resultVariable="answer" ${attributes} />
      <userTask id="wait" name="wait" /><endEvent id="end" />`,
    flows: ['start > rule > wait > end'],
  });
}

describe.each(testDatabases)('processes that ask for decisions on %s', (_kind, openFresh) => {
  let database: Database;
  let node: TestRuntime;

  beforeAll(async () => {
    database = await openFresh();
    node = await openTestRuntime(database);
    const rules = [
      ['&lt; 10', '"low"'],
      ['&gt; 5', '"mid"'],
    ] as const;
    await decisions(tableDecision('level', rules, 'COLLECT'), expressionDecision('double', 'x * 2'));
  });
  afterAll(async () => {
    expect(node.errors).toEqual([]);
    expect(await allInstanceFaults(database)).toEqual([]);
    await node.runtime.stop();
    await database.close();
  });

  const decisions = (...parts: readonly string[]) =>
    deployDecisions(node.useCase, { definition: dmn(...parts) });
  const process = (definition: string) =>
    deployProcess(node.useCase, { kind: 'text', definition: { definition, format: 'bpmn_xml' } });
  const answerOf = async (processId: string, variables: JsonObject) => {
    const state = await node.state(await node.start(processId, variables));
    const incidents = [...state.incidents.values()].map(({ code, message }) => ({ code, message }));
    return { answer: state.variables.get(state.instanceId)?.['answer'], incidents };
  };
  const start = (processId: string, variables: JsonObject = {}) =>
    startInstance(node.useCase, processId, {
      variables,
      businessKey: null,
      uniqueBusinessKey: false,
      startElement: null,
    });
  const instanceCount = async (processId: string) => {
    const [row] = await database.transaction({ kind: 'runtime' }, (transaction) =>
      transaction.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM wbpm_process_instances WHERE process_id = $1',
        [processId],
      ),
    );
    return row?.count;
  };

  it.each([
    ['singleEntry', 3, 'low'],
    ['singleResult', 20, { y: 'mid' }],
    ['collectEntries', 7, ['low', 'mid']],
    ['resultList', 7, [{ y: 'low' }, { y: 'mid' }]],
  ])('get the answer mapped by %s', async (mapping, x, answer) => {
    const id = `mapped-${mapping}`;
    await process(deciding(id, `camunda:decisionRef="level" camunda:mapDecisionResult="${mapping}"`));
    expect(await answerOf(id, { x })).toEqual({ answer, incidents: [] });
  });

  it('get the value itself where the task is written for Zeebe', async () => {
    const zeebe = bpmn({
      id: 'zeebe',
      nodes: `<startEvent id="start" /><businessRuleTask id="rule"><extensionElements>
        <zeebe:calledDecision decisionId="double" resultVariable="answer" /></extensionElements></businessRuleTask>
        <userTask id="wait" /><endEvent id="end" />`,
      flows: ['start > rule > wait > end'],
    });
    await process(zeebe);
    expect(await answerOf('zeebe', { x: 4 })).toEqual({ answer: 8, incidents: [] });
  });

  it('take the newest version unless they name one', async () => {
    await decisions(expressionDecision('versioned', '"old"'));
    const mapped = 'camunda:mapDecisionResult="singleEntry"';
    const versioned = `camunda:decisionRef="versioned" ${mapped}`;
    await process(deciding('newest', versioned));
    await process(
      deciding(
        'pinned',
        `${versioned} camunda:decisionRefBinding="version" camunda:decisionRefVersion="\${v}"`,
      ),
    );
    await process(deciding('together', `${versioned} camunda:decisionRefBinding="deployment"`));
    expect(await answerOf('newest', {})).toMatchObject({ answer: 'old' });
    await decisions(expressionDecision('versioned', '"new"'));
    expect(await answerOf('newest', {})).toMatchObject({ answer: 'new' });
    expect(await answerOf('pinned', { v: 1 })).toMatchObject({ answer: 'old' });
    expect(await answerOf('together', {})).toMatchObject({ answer: 'new' });
    await expect(start('pinned', { v: 7 })).rejects.toThrow(
      "Expected version 7 of decision 'versioned' to be deployed, but found none",
    );
  });

  it('stop at an incident when the decision cannot be made or its result not be mapped', async () => {
    await process(deciding('failing', 'camunda:decisionRef="level" camunda:mapDecisionResult="singleEntry"'));
    const { answer, incidents } = await answerOf('failing', { x: 7 });
    expect(answer).toBeUndefined();
    expect(incidents).toEqual([
      {
        code: 'DECISION_FAILED',
        message: expect.stringContaining("decision 'level': expected at most one result, found 2"),
      },
    ]);
  });

  it('are not started when they begin with a decision that is not deployed', async () => {
    await process(deciding('too-early', 'camunda:decisionRef="unknown"'));
    await expect(start('too-early')).rejects.toMatchObject({
      code: 'DECISION_NOT_FOUND',
      status: 409,
      message: "Expected decision 'unknown' to be deployed, but found none",
    });
    expect(await instanceCount('too-early')).toBe(0);
  });

  it('wait at an incident when they meet it later, and go on once it is deployed', async () => {
    await process(
      bpmn({
        id: 'later',
        nodes: `<startEvent id="start" /><userTask id="first" name="first" />
          <businessRuleTask id="rule" camunda:decisionRef="late" camunda:mapDecisionResult="singleEntry"
            camunda:resultVariable="answer" /><userTask id="wait" /><endEvent id="end" />`,
        flows: ['start > first > rule > wait > end'],
      }),
    );
    const instanceId = (await start('later')).response.instance_id;
    const [task] = await node.waiting(instanceId, 'first');
    expect(await node.completeTask(instanceId, task?.id ?? '')).toMatchObject({ kind: 'committed' });
    const [incident] = (await node.state(instanceId)).incidents.values();
    expect(incident).toMatchObject({
      code: 'DECISION_FAILED',
      message: "Expected decision 'late' to be deployed, but found none",
    });
    const resolve = async () => {
      const [open] = (await node.state(instanceId)).incidents.values();
      return node.execute(instanceId, {
        type: 'resolveIncident',
        incidentId: open?.id ?? '',
        retries: null,
        variables: {},
      });
    };
    await resolve();
    expect((await node.state(instanceId)).incidents.size).toBe(1);
    await decisions(expressionDecision('late', '"here"'));
    await resolve();
    const { incidents, variables } = await node.state(instanceId);
    expect(incidents.size).toBe(0);
    expect(variables.get(instanceId)).toEqual({ answer: 'here' });
    expect(await node.waiting(instanceId, 'wait')).toHaveLength(1);
  });

  it('that nobody waits for start all the same: what is missing is an incident', async () => {
    const started = `<startEvent id="start">${onMessage('go')}</startEvent>`;
    await process(deciding('by-message', 'camunda:decisionRef="unknown"', started));
    const { response } = await publishMessage(node.useCase, {
      name: 'go',
      correlationKey: null,
      correlation: [],
      businessKey: null,
      instanceId: null,
      variables: {},
      livesMs: 0,
      messageId: null,
    });
    expect(response.result).toBe('started');
    const [incident] = (await node.state(response.instance_ids[0] ?? '')).incidents.values();
    expect(incident).toMatchObject({ code: 'DECISION_FAILED', elementId: 'rule' });
  });

  it('do not see the decisions of another tenant', async () => {
    await process(deciding('foreign', 'camunda:decisionRef="elsewhere"'));
    const principal = { ...tester, tenantId: `not-${tenantId}` };
    await deployDecisions(
      { ...node.useCase, principal },
      { definition: dmn(expressionDecision('elsewhere', '1')) },
    );
    await expect(start('foreign')).rejects.toMatchObject({ code: 'DECISION_NOT_FOUND' });
  });
});
