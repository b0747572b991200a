export interface Shortcut {
  readonly keys: readonly string[];
  readonly does: string;
  readonly where: 'Everywhere' | 'Lists' | 'Task';
}

export const shortcuts: readonly Shortcut[] = [
  { keys: ['Ctrl', 'K'], does: 'Search and jump', where: 'Everywhere' },
  { keys: ['?'], does: 'Show these shortcuts', where: 'Everywhere' },
  { keys: ['g', 'h'], does: 'Go to Home', where: 'Everywhere' },
  { keys: ['g', 't'], does: 'Go to Tasks', where: 'Everywhere' },
  { keys: ['g', 'i'], does: 'Go to Instances', where: 'Everywhere' },
  { keys: ['g', 'p'], does: 'Go to Processes', where: 'Everywhere' },
  { keys: ['/'], does: 'Focus the filter', where: 'Lists' },
  { keys: ['j'], does: 'Next row', where: 'Lists' },
  { keys: ['k'], does: 'Previous row', where: 'Lists' },
  { keys: ['Enter'], does: 'Open the row', where: 'Lists' },
  { keys: ['Ctrl', 'Enter'], does: 'Complete the task', where: 'Task' },
];
