import { Refusal } from './access/refusal.ts';

/** The answer for what does not exist and for what belongs to another tenant: they must not differ. */
export function notFound(what: string, id: string): Refusal {
  return new Refusal('NOT_FOUND', `Expected ${what} '${id}' to exist, but found none`);
}
