import { type ReactNode, useState } from 'react';
import { Sheet } from '../../ui/sheet.tsx';

interface HeldSheetProps {
  readonly title: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** `hold`: from now on something is shown that is shown once, and the sheet does not close by accident. */
  readonly children: (hold: () => void, close: () => void) => ReactNode;
}

/** A sheet in the end of which a secret is told. */
export function HeldSheet({ title, opened, onClose, children }: HeldSheetProps) {
  const [held, setHeld] = useState(false);
  const close = () => {
    setHeld(false);
    onClose();
  };
  return (
    <Sheet title={title} opened={opened} onClose={close} held={held}>
      {children(() => setHeld(true), close)}
    </Sheet>
  );
}
