import type { ActivatedJobs } from '@wbpm/contract';
import { activateJobs } from '../../src/jobs/activate-jobs.ts';
import { completeJob, extendJob, failJob, throwJobError } from '../../src/jobs/change-job.ts';
import { broadcastSignal } from '../../src/processes/broadcast-signal.ts';
import {
  cancelInstance,
  resumeInstance,
  setInstanceVariables,
  suspendInstance,
} from '../../src/processes/change-instance.ts';
import { deployProcess } from '../../src/processes/deploy-process.ts';
import type { Executed } from '../../src/processes/execute.ts';
import { resolveIncident } from '../../src/processes/incidents.ts';
import { modifyInstance } from '../../src/processes/modify-instance.ts';
import { publishMessage } from '../../src/processes/publish-message.ts';
import { startInstance } from '../../src/processes/start-instance.ts';
import { assignTask, claimTask, completeTask } from '../../src/tasks/change-task.ts';
import { bpmn, messages, onMessage, onSignal, signals } from '../../src/testing/bpmn.ts';
import { oneTask, sequence, serviceTask, timer, userTask } from '../../src/testing/definitions.ts';
import type { TestRuntime } from '../../src/testing/test-runtime.ts';
import type { UseCase } from '../../src/use-case.ts';

/** A request that is made until it is answered, and the statement that counts what it has brought about. */
export interface Asking {
  ask(useCase: UseCase, node: TestRuntime): Promise<Executed<object>>;
  readonly effects: string;
}

export interface CommandCase {
  readonly name: string;
  /** Brings about what the request needs. `mark` tells it from all others. */
  prepare(node: TestRuntime, mark: string): Promise<Asking>;
}

const anHourMs = 3_600_000;

export async function deployAll(node: TestRuntime): Promise<void> {
  await node.deploy(oneTask);
  await node.deploy(sequence('shipping', serviceTask('ship', 'ship')));
  await node.deploy(sequence('waiting', timer('wait', 'PT1H'), userTask('after')));
  for (const definition of [hearing, ordering, listening, calling, called]) {
    const written = { kind: 'text', definition: { definition, format: 'bpmn_xml' } } as const;
    await deployProcess(node.useCase, written);
  }
}

const hearing = bpmn({
  id: 'hearing',
  roots: messages('ping'),
  nodes: `<startEvent id="start" />
    <intermediateCatchEvent id="hear">${onMessage('ping')}</intermediateCatchEvent>
    <userTask id="after" name="after" /><endEvent id="end" />`,
  flows: ['start > hear > after > end'],
});
const ordering = bpmn({
  id: 'ordering',
  roots: messages('order'),
  nodes: `<startEvent id="start">${onMessage('order')}</startEvent>
    <userTask id="pack" name="pack" /><endEvent id="end" />`,
  flows: ['start > pack > end'],
});
const listening = bpmn({
  id: 'listening',
  roots: signals('news'),
  nodes: `<startEvent id="start" />
    <intermediateCatchEvent id="hear">${onSignal('news')}</intermediateCatchEvent>
    <userTask id="after" name="after" /><endEvent id="end" />`,
  flows: ['start > hear > after > end'],
});
const calling = bpmn({
  id: 'calling',
  nodes: `<startEvent id="start" /><callActivity id="call" calledElement="called" />
    <userTask id="after" name="after" /><endEvent id="end" />`,
  flows: ['start > call > after > end'],
});
const called = bpmn({
  id: 'called',
  nodes: `<startEvent id="start" /><endEvent id="end" />`,
  flows: ['start > end'],
});

const inJournal = (instanceId: string, command: string): string =>
  `SELECT 1 FROM wbpm_journal WHERE instance_id = '${instanceId}' AND command = '${command}'`;

const startRequest = (mark: string) => ({
  variables: { mark },
  businessKey: mark,
  uniqueBusinessKey: false,
  startElement: null,
});

const message = (name: string, mark: string) => ({
  name,
  correlationKey: null,
  correlation: [],
  businessKey: mark,
  instanceId: null,
  variables: { mark },
  livesMs: 0,
  messageId: null,
});

/** A command that changes an instance of `processId` which waits at its first activity. */
function onInstance(
  command: string,
  processId: string,
  ask: (useCase: UseCase, instanceId: string, elementInstanceId: string) => Promise<Executed<object>>,
): CommandCase {
  return {
    name: command,
    async prepare(node) {
      const instanceId = await node.start(processId);
      const { elements } = await node.state(instanceId);
      const [waiting] = [...elements.values()].filter(({ wait }) => wait !== null);
      const elementInstanceId = waiting?.id ?? '';
      return {
        ask: (useCase) => ask(useCase, instanceId, elementInstanceId),
        effects: inJournal(instanceId, command),
      };
    },
  };
}

function onJob(
  command: string,
  ask: (useCase: UseCase, jobId: string, lockToken: string) => Promise<Executed<object>>,
  effects?: (jobId: string) => string,
): CommandCase {
  return {
    name: effects === undefined ? command : `${command} of a lease`,
    async prepare(node) {
      const instanceId = await node.start('shipping');
      const wanted = {
        type: 'ship',
        worker: 'w',
        limit: 1000,
        lockMs: anHourMs,
        waitMs: 0,
        fetchVariables: [],
      };
      let job: ActivatedJobs['jobs'][number] | undefined;
      // Jobs of interrupted commands come first, each alone when it has one attempt left.
      do {
        const { jobs } = await activateJobs(node.useCase, wanted, new AbortController().signal);
        if (jobs.length === 0) throw new Error('Expected the job to be leased');
        job = jobs.find((each) => each.instance_id === instanceId);
      } while (job === undefined);
      const { job_id: jobId, lock_token: lockToken } = job;
      return {
        ask: (useCase) => ask(useCase, jobId, lockToken),
        effects: effects?.(jobId) ?? inJournal(instanceId, command),
      };
    },
  };
}

export const commandCases: readonly CommandCase[] = [
  {
    name: 'startInstance',
    prepare: async (_node, mark) => ({
      ask: (useCase) => startInstance(useCase, 'one-task', startRequest(mark)),
      effects: `SELECT 1 FROM wbpm_process_instances WHERE business_key = '${mark}'`,
    }),
  },
  {
    name: 'startInstance with a call',
    prepare: async (_node, mark) => ({
      ask: (useCase) => startInstance(useCase, 'calling', startRequest(mark)),
      effects: `SELECT 1 FROM wbpm_process_instances i JOIN wbpm_journal j USING (tenant_id, instance_id)
        WHERE i.business_key = '${mark}' AND i.process_id = 'calling' AND j.command = 'completeCall'`,
    }),
  },
  onInstance('completeUserTask', 'one-task', (useCase, _id, task) => completeTask(useCase, task, {})),
  onInstance('claimUserTask', 'one-task', (useCase, _id, task) => claimTask(useCase, task)),
  onInstance('assignUserTask', 'one-task', (useCase, _id, task) => assignTask(useCase, task, 'ada')),
  onInstance('setVariables', 'one-task', (useCase, id) => setInstanceVariables(useCase, id, { x: 1 })),
  onInstance('suspendInstance', 'one-task', (useCase, id) => suspendInstance(useCase, id)),
  onInstance('cancelInstance', 'one-task', (useCase, id) => cancelInstance(useCase, id, null)),
  onInstance('modifyInstance', 'one-task', (useCase, id) =>
    modifyInstance(useCase, id, { instructions: [{ activate: 'approve' }] }),
  ),
  {
    name: 'resumeInstance',
    async prepare(node) {
      const instanceId = await node.start('one-task');
      await suspendInstance(node.useCase, instanceId);
      return {
        ask: (useCase) => resumeInstance(useCase, instanceId),
        effects: inJournal(instanceId, 'resumeInstance'),
      };
    },
  },
  {
    name: 'resolveIncident',
    async prepare(node) {
      const instanceId = await node.start('shipping');
      const [job] = await node.waiting(instanceId, 'ship');
      await node.execute(instanceId, {
        type: 'failJob',
        elementInstanceId: job?.id ?? '',
        message: 'broken',
        retries: 0,
        retryAfterMs: 0,
      });
      const [incidentId = ''] = (await node.state(instanceId)).incidents.keys();
      return {
        ask: (useCase) => resolveIncident(useCase, incidentId, { retries: 3, variables: {} }),
        effects: inJournal(instanceId, 'resolveIncident'),
      };
    },
  },
  onJob('completeJob', (useCase, id, token) => completeJob(useCase, id, token, { shipped: true })),
  onJob('failJob', (useCase, id, token) =>
    failJob(useCase, id, token, { message: 'no', retries: null, retryAfterMs: 0 }),
  ),
  onJob('throwJobError', (useCase, id, token) =>
    throwJobError(useCase, id, token, { errorCode: 'E', message: null, variables: {} }),
  ),
  onJob(
    'extension',
    (useCase, id, token) => extendJob(useCase, id, token, 2 * anHourMs),
    (jobId) => `SELECT 1 FROM wbpm_jobs WHERE job_id = '${jobId}' AND lock_token = 1`,
  ),
  {
    name: 'publishMessage that is waited for',
    async prepare(node) {
      const instanceId = await node.start('hearing');
      return {
        ask: (useCase, { runtime }) =>
          publishMessage({ ...useCase, runtime }, { ...message('ping', ''), businessKey: null, instanceId }),
        effects: inJournal(instanceId, 'receiveMessage'),
      };
    },
  },
  {
    name: 'publishMessage that starts',
    prepare: async (_node, mark) => ({
      ask: (useCase) => publishMessage(useCase, message('order', mark)),
      effects: `SELECT 1 FROM wbpm_process_instances WHERE business_key = '${mark}'`,
    }),
  },
  {
    name: 'publishMessage that is kept',
    prepare: async (_node, mark) => ({
      ask: (useCase) =>
        publishMessage(useCase, { ...message('later', mark), correlationKey: mark, livesMs: 24 * anHourMs }),
      effects: `SELECT 1 FROM wbpm_buffered_messages WHERE correlation_key = '${mark}'`,
    }),
  },
  {
    name: 'publishMessage with an id of its own',
    async prepare(node, mark) {
      const instanceId = await node.start('hearing');
      const own = { businessKey: null, instanceId, messageId: mark, livesMs: 24 * anHourMs };
      return {
        ask: (useCase) => publishMessage(useCase, { ...message('ping', mark), ...own }),
        effects: inJournal(instanceId, 'receiveMessage'),
      };
    },
  },
  {
    name: 'broadcastSignal',
    async prepare(node) {
      const instanceId = await node.start('listening');
      return {
        ask: (useCase) => broadcastSignal(useCase, { name: 'news', variables: {}, instanceId }),
        effects: inJournal(instanceId, 'receiveSignal'),
      };
    },
  },
  {
    name: 'deployProcess',
    prepare: async (_node, mark) => ({
      ask: (useCase) =>
        deployProcess(useCase, { kind: 'list', definition: sequence(`new-${mark}`, userTask('do')) }),
      effects: `SELECT 1 FROM wbpm_process_definitions WHERE process_id = 'new-${mark}'`,
    }),
  },
  {
    name: 'fireTimer',
    async prepare(node) {
      const instanceId = await node.start('waiting');
      return {
        async ask(_useCase, { runtime, clock }) {
          clock.set(clock.now() + anHourMs + 1);
          await runtime.doWhatIsDue();
          return { response: {}, replayed: true };
        },
        effects: inJournal(instanceId, 'fireTimer'),
      };
    },
  },
];
