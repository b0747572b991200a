import { IconHome } from '@tabler/icons-react';
import { expect, it } from 'vitest';
import { type Command, matchingCommands } from './commands.ts';

const command = (label: string, extra: Partial<Command> = {}): Command => ({
  id: label,
  label,
  kind: 'Process',
  icon: IconHome,
  link: { to: '/' },
  ...extra,
});

const commands = [
  command('Handle order'),
  command('Order fulfilment'),
  command('Find key', { always: true }),
];

it('puts what begins with the text first and keeps the standing offer last', () => {
  expect(matchingCommands(commands, 'order').map((found) => found.label)).toEqual([
    'Order fulfilment',
    'Handle order',
    'Find key',
  ]);
});

it('wants every word', () => {
  expect(matchingCommands(commands, 'order ful').map((found) => found.label)).toEqual([
    'Order fulfilment',
    'Find key',
  ]);
});
