import { describe, expect, it, onTestFinished } from 'vitest';
import { CommitUnknownError, type Database, type Transaction } from '../store/database.ts';
import { readJournal } from '../store/journal.ts';
import { oneTask } from '../testing/definitions.ts';
import { instanceFaults } from '../testing/journal-faults.ts';
import { testDatabases } from '../testing/test-databases.ts';
import { openTestRuntime, startCommand, tester } from '../testing/test-runtime.ts';

const { tenantId } = tester;
const stillWritingMs = 150;

/** The network breaks when the next change is on its way; the database commits it, but takes its time. */
function brokenWhileCommitting(inner: Database): Database & { breakNext(): void } {
  let armed = false;
  return {
    ...inner,
    breakNext() {
      armed = true;
    },
    transaction(scope, work) {
      return new Promise((resolve, reject) => {
        inner
          .transaction(scope, async (sending) => {
            let writes = false;
            const result = await work({
              query<Row extends object>(...statement: Parameters<Transaction['query']>) {
                writes ||= statement[0].includes('INSERT INTO wbpm_journal');
                return sending.query<Row>(...statement);
              },
            });
            if (!armed || !writes) return result;
            armed = false;
            reject(new CommitUnknownError(new Error('broken by the test')));
            await new Promise((wait) => setTimeout(wait, stillWritingMs));
            return result;
          })
          .then(resolve, reject);
      });
    },
  };
}

/** Without an idempotency key there is nothing but the journal to tell a first try from a second one. */
describe.each(testDatabases)(
  'a commit on %s that is under way still when its connection is lost',
  (_kind, openFresh) => {
    async function open() {
      const database = brokenWhileCommitting(await openFresh());
      const node = await openTestRuntime(database);
      await node.deploy(oneTask);
      onTestFinished(async () => {
        expect(node.errors).toEqual([]);
        await node.runtime.stop();
        await database.close();
      });
      const commands = async (instanceId: string) => {
        const entries = await database.transaction({ kind: 'runtime' }, (transaction) =>
          readJournal(transaction, tenantId, instanceId),
        );
        return entries.map(({ command }) => command);
      };
      return { database, node, commands };
    }

    it('changes the instance once, and is answered as what it is', async () => {
      const { database, node, commands } = await open();
      const instanceId = await node.start('one-task');
      database.breakNext();
      const outcome = await node.execute(instanceId, { type: 'setVariables', variables: { x: 1 } });
      expect(outcome).toMatchObject({ kind: 'committed', replayed: false });
      expect(await commands(instanceId)).toEqual(['startInstance', 'setVariables']);
      expect(await instanceFaults(database, { tenantId, instanceId })).toEqual([]);
    });

    it('starts the instance once', async () => {
      const { database, node, commands } = await open();
      const definition = await node.runtime.definitions.latest(tenantId, 'one-task');
      if (definition === null) throw new Error('Expected a definition');
      const instanceId = node.runtime.newId();
      database.breakNext();
      const outcome = await node.execute(instanceId, startCommand(definition, instanceId));
      expect(outcome).toMatchObject({ kind: 'committed', replayed: false });
      expect(await commands(instanceId)).toEqual(['startInstance']);
      expect(await instanceFaults(database, { tenantId, instanceId })).toEqual([]);
    });
  },
);
