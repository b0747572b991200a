/** An empty store to measure on, and how a server is told of it. */
export interface Store {
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The postmaster, when there is one. */
  readonly databasePid: number | null;
}
