import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';

interface SheetProps {
  readonly title: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Only what it holds closes it: a slip must not lose what is shown once. */
  readonly held?: boolean;
}

/** A side sheet; on a phone it rises from below. */
export function Sheet({ title, opened, onClose, children, held = false }: SheetProps) {
  const wide = useMediaQuery('(min-width: 48em)', false, { getInitialValueInEffect: false });
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      title={title}
      withCloseButton={!held}
      closeOnEscape={!held}
      closeOnClickOutside={!held}
      position={wide ? 'right' : 'bottom'}
      size={wide ? 480 : '92%'}
      radius={wide ? 0 : 'lg'}
      transitionProps={{ duration: wide ? 180 : 240 }}
      overlayProps={{ backgroundOpacity: 0.32 }}
      closeButtonProps={{ 'aria-label': 'Close' }}
      styles={{ title: { fontSize: 16, fontWeight: 600 } }}
    >
      {children}
    </Drawer>
  );
}
