import { Button, Group, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { failureOf } from '../api/errors.ts';
import { Notice } from './notice.tsx';

interface ConfirmProps {
  readonly opened: boolean;
  /** A question. */
  readonly title: string;
  /** What comes of it. */
  readonly children: ReactNode;
  /** The safe answer, and the other one, as what they do. */
  readonly keep: string;
  readonly act: string;
  /** "Not deleted." */
  readonly failed: string;
  readonly onAct: () => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks before something that cannot be taken back. */
export function Confirm({ opened, title, children, keep, act, failed, onAct, onClose }: ConfirmProps) {
  const action = useMutation({ mutationFn: onAct });
  const close = () => {
    action.reset();
    onClose();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={title}
      size={440}
      zIndex={300}
      closeButtonProps={{ 'aria-label': 'Close' }}
      styles={{ title: { fontSize: 16, fontWeight: 600, overflowWrap: 'anywhere' } }}
    >
      <p>{children}</p>
      {action.isError ? (
        <Notice tone="danger">
          <strong>{failed}</strong> {failureOf(action.error).message}
        </Notice>
      ) : null}
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" data-autofocus onClick={close}>
          {keep}
        </Button>
        <Button
          color="danger"
          loading={action.isPending}
          onClick={() => action.mutate(undefined, { onSuccess: close })}
        >
          {act}
        </Button>
      </Group>
    </Modal>
  );
}
