import type { Task } from '@wbpm/contract';

/** Which run of which process a task belongs to, as people call it. */
export function processWords({ process_name: name, business_key: key }: Task): string {
  return key === null ? name : `${name}, ${key}`;
}
