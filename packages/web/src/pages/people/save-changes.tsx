import { Button } from '@mantine/core';
import { Notice } from '../../ui/notice.tsx';
import type { Revised } from './use-revised.ts';

type Outcome<Values> = Pick<Revised<unknown, Values>, 'failure' | 'faults' | 'meanwhile' | 'isSaved'>;

interface SaveChangesProps<Values> {
  readonly form: Outcome<Values> & Pick<Revised<unknown, Values>, 'isEdited' | 'isSaving'>;
  /** "this user" */
  readonly what: string;
}

/** The end of a form over something that others edit too. */
export function SaveChanges<Values>({ form, what }: SaveChangesProps<Values>) {
  return (
    <>
      <SavedNotice form={form} what={what} />
      <Button type="submit" disabled={!form.isEdited} loading={form.isSaving}>
        Save changes
      </Button>
    </>
  );
}

/** What came of saving, where no single field is to blame. */
function SavedNotice<Values>({ form, what }: { readonly form: Outcome<Values>; readonly what: string }) {
  const { failure, faults, meanwhile, isSaved } = form;
  if (failure !== null) {
    return Object.keys(faults).length > 0 ? null : (
      <Notice tone="danger">
        <strong>Not saved.</strong> {failure.message}
      </Notice>
    );
  }
  if (meanwhile !== null) {
    const parts = meanwhile.length === 0 ? '' : ` (${meanwhile.map(String).join(', ')})`;
    return (
      <Notice tone="warning">
        <strong>Not saved yet.</strong> Somebody else changed {what} in the meantime{parts}. What you typed is
        kept: look it over and save again.
      </Notice>
    );
  }
  return isSaved ? <Notice tone="success">Saved.</Notice> : null;
}
