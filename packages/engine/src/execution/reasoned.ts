/** Why somebody did it; absent when nobody said. */
export interface Reasoned {
  readonly reason?: string;
}

/** The reason of a command, for the event that keeps it. */
export function reasonOf({ reason }: Reasoned): Reasoned {
  return reason === undefined ? {} : { reason };
}
