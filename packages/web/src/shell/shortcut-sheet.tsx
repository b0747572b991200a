import { Kbd, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import classes from './shortcut-sheet.module.css';
import { shortcutsWith } from './shortcuts.ts';
import { useNavItems } from './use-nav-items.ts';

const places = ['Everywhere', 'Lists', 'Task'] as const;

export function ShortcutSheet({
  opened,
  onClose,
}: {
  readonly opened: boolean;
  readonly onClose: () => void;
}) {
  const [query, setQuery] = useState('');
  const shortcuts = shortcutsWith(useNavItems());
  const wanted = query.trim().toLowerCase();
  const found = shortcuts.filter((shortcut) => shortcut.does.toLowerCase().includes(wanted));
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Keyboard shortcuts"
      size={480}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <TextInput
        data-autofocus
        aria-label="Search shortcuts"
        placeholder="Search shortcuts"
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
        mb="sm"
      />
      {places.map((place) => {
        const here = found.filter((shortcut) => shortcut.where === place);
        return here.length === 0 ? null : (
          <section key={place} className={classes.group}>
            <h3>{place}</h3>
            <dl>
              {here.map((shortcut) => (
                <div key={shortcut.does} className={classes.row}>
                  <dt>{shortcut.does}</dt>
                  <dd>
                    {shortcut.keys.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        );
      })}
      {found.length === 0 ? <p>No shortcut matches “{query}”.</p> : null}
    </Modal>
  );
}
