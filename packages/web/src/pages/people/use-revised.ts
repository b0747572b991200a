import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { type Failure, failureOf, fieldFaults } from '../../api/errors.ts';
import { refreshPeople } from '../../api/query-client.ts';
import { changedFields, type Editable, editsOf } from './edits.ts';

interface RevisedOptions<Item, Values> {
  /** As it was when the form was opened. */
  readonly first: Item;
  readonly valuesOf: (item: Item) => Values;
  readonly reload: () => Promise<Item>;
  /** Refused when another revision is there by now. */
  readonly save: (edits: Partial<Values>, revision: number) => Promise<Item>;
}

export interface Revised<Item, Values> {
  readonly item: Item;
  readonly values: Values;
  readonly isEdited: boolean;
  readonly isSaving: boolean;
  readonly isSaved: boolean;
  readonly failure: Failure | null;
  readonly faults: Readonly<Record<string, string>>;
  /** What somebody else changed before this could be saved; null: nobody did. */
  readonly meanwhile: readonly (keyof Values)[] | null;
  readonly change: (part: Partial<Values>) => void;
  readonly submit: (event: SubmitEvent) => void;
  /** Changed in another way than by this form, whose entries stay. */
  readonly take: (item: Item) => void;
}

/** A form over something that others edit too: what is typed is never lost, and nothing unseen is overwritten. */
export function useRevised<Item extends { readonly revision: number }, Values extends Editable>({
  first,
  valuesOf,
  reload,
  save,
}: RevisedOptions<Item, Values>): Revised<Item, Values> {
  const [item, setItem] = useState(first);
  const [edits, setEdits] = useState<Partial<Values>>({});
  const [meanwhile, setMeanwhile] = useState<readonly (keyof Values)[] | null>(null);
  const values: Values = { ...valuesOf(item), ...edits };

  const saving = useMutation({
    mutationFn: async () => {
      try {
        return { isStale: false, item: await save(editsOf(valuesOf(item), values), item.revision) };
      } catch (cause) {
        if (failureOf(cause).kind !== 'stale') throw cause;
        // Somebody was quicker: what they did is shown before anything is sent again.
        return { isStale: true, item: await reload() };
      }
    },
    onSuccess: ({ isStale, item: now }) => {
      setMeanwhile(isStale ? changedFields(valuesOf(item), valuesOf(now)) : null);
      setItem(now);
      if (!isStale) setEdits({});
    },
    onSettled: refreshPeople,
  });
  const failure = saving.isError ? failureOf(saving.error) : null;
  const isEdited = Object.keys(editsOf(valuesOf(item), values)).length > 0;

  return {
    item,
    values,
    isEdited,
    isSaving: saving.isPending,
    isSaved: saving.isSuccess && meanwhile === null,
    failure,
    faults: failure === null ? {} : fieldFaults(failure.findings),
    meanwhile,
    change(part) {
      setEdits({ ...edits, ...part });
      if (!saving.isPending) saving.reset();
    },
    submit(event) {
      event.preventDefault();
      if (isEdited && !saving.isPending) saving.mutate();
    },
    take: setItem,
  };
}
