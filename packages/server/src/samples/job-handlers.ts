import type { JsonObject } from '@wbpm/engine';
import type { Job, JobHandler } from '../runtime/job-work.ts';

/** Above this the sample card company declines, so that both branches can be seen. */
const cardLimit = 1000;

/** Workers of the sample processes: they stand where a company's own systems would be called. */
export const sampleJobHandlers: ReadonlyMap<string, JobHandler> = new Map([
  ['sample.take-payment', takePayment],
  ['sample.create-accounts', createAccounts],
]);

async function takePayment({ variables, jobId }: Job): Promise<JsonObject> {
  const amount = variables['amount'];
  if (typeof amount !== 'number') throw new Error('Expected the variable amount to be a number');
  const captured = amount <= cardLimit;
  return {
    payment_status: captured ? 'captured' : 'declined',
    payment_reference: captured ? `PAY-${jobId.slice(-8).toUpperCase()}` : null,
  };
}

async function createAccounts({ variables }: Job): Promise<JsonObject> {
  const employee = variables['employee'];
  if (typeof employee !== 'string') throw new Error('Expected the variable employee to be a text');
  const userName = employee
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, '.')
    .replaceAll(/^\.+|\.+$/g, '');
  return { user_name: userName, mailbox: `${userName}@company.example` };
}
