/** The task to go on with: the one after the finished one, else the first other one. */
export function nextTask(ids: readonly string[], finished: string): string | null {
  const at = ids.indexOf(finished);
  const others = ids.filter((id) => id !== finished);
  return others[at === -1 ? 0 : at] ?? others[0] ?? null;
}
