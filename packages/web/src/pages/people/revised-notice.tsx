import { Notice } from '../../ui/notice.tsx';
import type { Revised } from './use-revised.ts';

interface RevisedNoticeProps<Values> {
  readonly form: Pick<Revised<unknown, Values>, 'failure' | 'faults' | 'meanwhile' | 'isSaved'>;
  /** "this user" */
  readonly what: string;
}

/** What came of saving, where no single field is to blame. */
export function RevisedNotice<Values>({ form, what }: RevisedNoticeProps<Values>) {
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
