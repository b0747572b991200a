import type { HostStep, StepOf } from '@wbpm/conformance/case.ts';
import { commandOf, migrationOf } from '@wbpm/conformance/command-of.ts';
import type { ConformanceHost, Outcome, SeenElement, SeenInstance } from '@wbpm/conformance/host.ts';
import { seenInstance } from '@wbpm/conformance/seen-instance.ts';
import { addDuration, approximateDurationMs, type Command } from '@wbpm/engine';
import { principalOf } from '../../../src/access/principal.ts';
import { deployDecisions } from '../../../src/decisions/deploy-decision.ts';
import { broadcastSignal } from '../../../src/processes/broadcast-signal.ts';
import { deployProcess } from '../../../src/processes/deploy-process.ts';
import { publishMessage } from '../../../src/processes/publish-message.ts';
import { advanceClock } from '../../../src/runtime/advance-clock.ts';
import { readJournalRows } from '../../../src/store/journal.ts';
import { startCommand, type TestRuntime } from '../../../src/testing/test-runtime.ts';
import type { UseCase } from '../../../src/use-case.ts';

const done: Outcome = { kind: 'done', result: null };

/** The server's runtime over a store, for one tenant; each case has one of its own. */
export function durableHost(node: TestRuntime, tenantId: string): ConformanceHost {
  const { runtime, clock } = node;
  const { database } = node.useCase;
  const nobody = { tenantId, userId: 'ann', roles: ['admin'], groups: [], permissions: [] };
  const useCase: UseCase = { database, runtime, principal: principalOf(nobody, 'dev') };

  async function execute(instanceId: string, command: Command): Promise<Outcome> {
    const respond = () => ({});
    const outcome = await runtime.execute({ tenantId, instanceId, actor: 'ann', command, respond });
    return outcome.kind === 'committed' ? done : { kind: 'refused', message: JSON.stringify(outcome) };
  }

  async function start({ process, variables, businessKey, at }: StepOf<'start'>): Promise<Outcome> {
    const definition = await runtime.definitions.latest(tenantId, process);
    if (definition === null) return { kind: 'refused', message: `no process ${process}` };
    const instanceId = runtime.newId();
    const command = startCommand(definition, instanceId, variables);
    if (command.type !== 'startInstance') throw new Error('Expected a start');
    return execute(instanceId, { ...command, businessKey: businessKey ?? null, startElementId: at ?? null });
  }

  async function message(step: StepOf<'message'>): Promise<Outcome> {
    const { response } = await publishMessage(useCase, {
      name: step.name,
      correlationKey: step.key ?? null,
      correlation: [],
      businessKey: step.businessKey ?? null,
      instanceId: null,
      variables: step.variables ?? {},
      livesMs: step.timeToLive === undefined ? 0 : approximateDurationMs(step.timeToLive),
      messageId: null,
    });
    return { kind: 'done', result: response.result };
  }

  async function migration(step: StepOf<'migrate'>): Promise<Command> {
    const definition = await runtime.definitions.latest(tenantId, step.process);
    if (definition === null)
      throw new Error(`Expected process '${step.process}' to be deployed, but found none`);
    const graph = await runtime.definitions.graph(tenantId, definition.definitionId);
    return migrationOf(step, { ...definition, graph });
  }

  async function act(step: HostStep, instanceId: string, element: SeenElement | null): Promise<Outcome> {
    if (step.do === 'start') return start(step);
    if (step.do === 'message') return message(step);
    if (step.do === 'signal') {
      await broadcastSignal(useCase, { name: step.name, variables: step.variables ?? {}, instanceId: null });
      return done;
    }
    if (step.do === 'advance') {
      await advanceClock(database, runtime, clock, addDuration(clock.now(), step.by));
      return done;
    }
    if (step.do === 'migrate') return execute(instanceId, await migration(step));
    return execute(instanceId, commandOf(step, element));
  }

  clock.set(Date.UTC(2030, 0, 1));
  return {
    async deployDecisions(definition) {
      await deployDecisions(useCase, { definition });
    },
    async deploy(definition) {
      await deployProcess(useCase, { kind: 'text', definition: { definition, format: 'bpmn_xml' } });
    },
    async perform(step, instanceId, element) {
      const outcome = await act(step, instanceId, element);
      await runtime.takeLeftOver();
      // What a resumed instance had left for later.
      if (step.do === 'resume') await runtime.takeLeftOver();
      return outcome;
    },
    async instances() {
      const rows = await database.transaction({ kind: 'runtime' }, (transaction) =>
        transaction.query<{ instance_id: string }>(
          'SELECT instance_id FROM wbpm_process_instances WHERE tenant_id = $1 ORDER BY instance_id',
          [tenantId],
        ),
      );
      return Promise.all(rows.map(({ instance_id }) => seen(instance_id)));
    },
  };

  async function seen(instanceId: string): Promise<SeenInstance> {
    const stored = await runtime.load({ tenantId, instanceId });
    if (stored === null) throw new Error(`Expected instance ${instanceId} to be stored, but found none`);
    const rows = await database.transaction({ kind: 'tenant', tenantId }, (transaction) =>
      readJournalRows(transaction, tenantId, instanceId),
    );
    const entries = await Promise.all(rows.map((row) => runtime.largeValues.entry(tenantId, row)));
    return seenInstance(stored.state, entries);
  }
}
