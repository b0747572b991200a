import type { NavItem } from './nav-items.ts';

export interface Shortcut {
  readonly keys: readonly string[];
  readonly does: string;
  readonly where: 'Everywhere' | 'Lists' | 'Task';
}

const fixed: readonly Shortcut[] = [
  { keys: ['Ctrl', 'K'], does: 'Search and jump', where: 'Everywhere' },
  { keys: ['?'], does: 'Show these shortcuts', where: 'Everywhere' },
  { keys: ['/'], does: 'Focus the filter', where: 'Lists' },
  { keys: ['j'], does: 'Next row', where: 'Lists' },
  { keys: ['k'], does: 'Previous row', where: 'Lists' },
  { keys: ['Enter'], does: 'Open the row', where: 'Lists' },
  { keys: ['Ctrl', 'Enter'], does: 'Complete the task', where: 'Task' },
];

/** With the ways to the pages that somebody has. */
export function shortcutsWith(pages: readonly NavItem[]): readonly Shortcut[] {
  return [
    ...fixed,
    ...pages.map(
      ({ key, label }): Shortcut => ({ keys: ['g', key], does: `Go to ${label}`, where: 'Everywhere' }),
    ),
  ];
}
