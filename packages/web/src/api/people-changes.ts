import { useMutation } from '@tanstack/react-query';
import { refreshPeople } from './query-client.ts';

/** A change of people or of what they may do: what is shown of them is reloaded, whatever came of it. */
export function usePeopleChange<Request, Answer>(change: (request: Request) => Promise<Answer>) {
  return useMutation({ mutationFn: change, onSettled: refreshPeople });
}
