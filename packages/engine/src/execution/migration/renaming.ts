/** Old ids to new ones; what is not named keeps its id. */
export type Renaming = Readonly<Record<string, string>>;

export function renamed(names: Renaming, id: string): string {
  return Object.hasOwn(names, id) ? (names[id] ?? id) : id;
}

export function isNamed(names: Renaming, id: string): boolean {
  return Object.hasOwn(names, id);
}
