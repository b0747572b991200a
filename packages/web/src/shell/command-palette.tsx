import { Modal, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useState } from 'react';
import classes from './command-palette.module.css';
import { matchingCommands } from './commands.ts';
import { useCommands } from './use-commands.ts';

/** Search and jump. Opens without animation: it must be there when the second key is typed. */
export function CommandPalette({ onClose }: { readonly onClose: () => void }) {
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const navigate = useNavigate();
  const found = matchingCommands(useCommands(query), query);
  const active = Math.min(chosen, found.length - 1);

  const run = (index: number) => {
    const command = found[index];
    if (command === undefined) return;
    onClose();
    void navigate(command.link);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setChosen(Math.min(found.length - 1, active + 1));
    else if (event.key === 'ArrowUp') setChosen(Math.max(0, active - 1));
    else if (event.key === 'Enter') run(active);
    else return;
    event.preventDefault();
  };

  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      centered={false}
      yOffset="18vh"
      size={640}
      padding={0}
      transitionProps={{ duration: 0 }}
      aria-label="Search and jump"
    >
      <TextInput
        data-autofocus
        variant="unstyled"
        className={classes.input}
        leftSection={<IconSearch size={18} stroke={1.5} aria-hidden />}
        placeholder="Page, process, task or business key"
        aria-label="Search and jump"
        role="combobox"
        aria-expanded
        aria-controls="palette-options"
        aria-activedescendant={found.length > 0 ? `palette-${active}` : undefined}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id="palette-options" role="listbox" aria-label="Results" className={classes.options}>
        {found.map((command, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the input that owns the list
          <div
            key={command.id}
            id={`palette-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className={classes.option}
            onClick={() => run(index)}
            onMouseMove={() => setChosen(index)}
          >
            <command.icon size={16} stroke={1.5} aria-hidden />
            <span className={classes.label}>{command.label}</span>
            <span className={classes.kind}>{command.kind}</span>
          </div>
        ))}
      </div>
      {found.length === 0 ? <p className={classes.none}>Nothing matches “{query}”.</p> : null}
    </Modal>
  );
}
