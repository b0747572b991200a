import type { Icon } from '@tabler/icons-react';
import type { LinkProps } from '@tanstack/react-router';

export interface Command {
  readonly id: string;
  readonly label: string;
  readonly kind: string;
  readonly icon: Icon;
  readonly link: LinkProps;
  /** Offered whatever was typed. */
  readonly always?: boolean;
}

const most = 12;

/** Every typed word must occur; commands that begin with the text come first. */
export function matchingCommands(commands: readonly Command[], query: string): readonly Command[] {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const matches = commands.filter((command) => {
    const text = `${command.label} ${command.kind}`.toLowerCase();
    return command.always === true || words.every((word) => text.includes(word));
  });
  const first = words[0];
  if (first === undefined) return matches.slice(0, most);
  const rank = (command: Command) =>
    command.always === true ? 2 : command.label.toLowerCase().startsWith(first) ? 0 : 1;
  return matches.toSorted((left, right) => rank(left) - rank(right)).slice(0, most);
}
