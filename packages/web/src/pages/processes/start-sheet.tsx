import { useNavigate } from '@tanstack/react-router';
import type { ProcessDetail } from '@wbpm/contract';
import { Sheet } from '../../ui/sheet.tsx';
import { StartForm } from './start-form.tsx';

interface StartSheetProps {
  readonly process: ProcessDetail;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function StartSheet({ process, opened, onClose }: StartSheetProps) {
  const navigate = useNavigate();
  return (
    <Sheet title={`Start ${process.name}`} opened={opened} onClose={onClose}>
      <StartForm
        process={process}
        onStarted={(instanceId) => void navigate({ to: '/instances/$instanceId', params: { instanceId } })}
      />
    </Sheet>
  );
}
