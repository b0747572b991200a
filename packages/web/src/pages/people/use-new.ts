import { type SubmitEvent, useState } from 'react';
import { failureOf, fieldFaults } from '../../api/errors.ts';
import { usePeopleChange } from '../../api/people-changes.ts';

export interface NewForm<Values, Made> {
  readonly values: Values;
  readonly faults: Readonly<Record<string, string>>;
  /** What the server says against it where no field is to blame. */
  readonly unplaced: string | null;
  readonly isPending: boolean;
  readonly made: Made | undefined;
  readonly change: (part: Partial<Values>) => void;
  readonly submit: (event: SubmitEvent) => void;
}

/** A form for something that is not there yet. */
export function useNew<Values extends object, Made>(
  blank: Values,
  create: (values: Values) => Promise<Made>,
  onCreated: () => void,
): NewForm<Values, Made> {
  const [values, setValues] = useState(blank);
  const creating = usePeopleChange(() => create(values));
  const failure = creating.isError ? failureOf(creating.error) : null;
  const faults = failure === null ? {} : fieldFaults(failure.findings);
  return {
    values,
    faults,
    unplaced: failure === null || Object.keys(faults).length > 0 ? null : failure.message,
    isPending: creating.isPending,
    made: creating.data,
    change(part) {
      setValues({ ...values, ...part });
      creating.reset();
    },
    submit(event) {
      event.preventDefault();
      if (!creating.isPending) creating.mutate(undefined, { onSuccess: onCreated });
    },
  };
}
