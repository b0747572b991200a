import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Notice } from '../../ui/notice.tsx';
import type { NewForm } from './use-new.ts';

interface CreateEndProps {
  readonly form: Pick<NewForm<unknown, unknown>, 'unplaced' | 'isPending'>;
  readonly disabled?: boolean;
  /** What the button says. */
  readonly children: ReactNode;
}

/** The end of a form for something new. */
export function CreateEnd({ form: { unplaced, isPending }, disabled = false, children }: CreateEndProps) {
  return (
    <>
      {unplaced === null ? null : (
        <Notice tone="danger">
          <strong>Not created.</strong> {unplaced}
        </Notice>
      )}
      <Button type="submit" loading={isPending} disabled={disabled}>
        {children}
      </Button>
    </>
  );
}
