import type { Envelope } from '@wbpm/contract';

const noErrors: readonly [] = [];

/** Wraps the data of a successful answer. */
export function success<Data>(data: Data, message = 'OK'): Envelope<Data> {
  return { success: true, data, message, errors: noErrors };
}
