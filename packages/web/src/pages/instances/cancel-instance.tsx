import { Button, Group, Modal } from '@mantine/core';
import { useState } from 'react';
import { useCancelInstance } from '../../api/changes.ts';
import { failureOf } from '../../api/errors.ts';
import { Notice } from '../../ui/notice.tsx';

/** Asks before it ends an instance for good. */
export function CancelInstance({ instanceId }: { readonly instanceId: string }) {
  const [asking, setAsking] = useState(false);
  const cancel = useCancelInstance();
  const close = () => {
    setAsking(false);
    cancel.reset();
  };
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        Cancel
        <span className="visually-hidden"> instance</span>
      </Button>
      <Modal
        opened={asking}
        onClose={close}
        title="Cancel this instance?"
        size={440}
        closeButtonProps={{ 'aria-label': 'Close' }}
        styles={{ title: { fontSize: 16, fontWeight: 600 } }}
      >
        <p>
          Its open tasks are withdrawn and its timers dropped. What it has done so far stays in the history.
        </p>
        {cancel.isError ? (
          <Notice tone="danger">
            <strong>Not cancelled.</strong> {failureOf(cancel.error).message}
          </Notice>
        ) : null}
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={close}>
            Keep it running
          </Button>
          <Button
            color="danger"
            loading={cancel.isPending}
            onClick={() => cancel.mutate(instanceId, { onSuccess: close })}
          >
            Cancel instance
          </Button>
        </Group>
      </Modal>
    </>
  );
}
