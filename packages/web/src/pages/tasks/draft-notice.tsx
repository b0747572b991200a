import { Button } from '@mantine/core';
import { Notice } from '../../ui/notice.tsx';
import { fullMoment } from '../../words/moments.ts';

interface DraftNoticeProps {
  readonly savedAt: number;
  readonly onRestore: () => void;
  readonly onDiscard: () => void;
}

export function DraftNotice({ savedAt, onRestore, onDiscard }: DraftNoticeProps) {
  return (
    <Notice
      tone="info"
      actions={
        <>
          <Button variant="default" size="xs" onClick={onRestore}>
            Restore
          </Button>
          <Button variant="subtle" size="xs" onClick={onDiscard}>
            Discard
          </Button>
        </>
      }
    >
      You have unsent changes from {fullMoment(new Date(savedAt).toISOString())}.
    </Notice>
  );
}
