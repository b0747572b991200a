/** What is asked of every peer. */
export type Scenario = 'wait' | 'steps' | 'items';

/** Items of the one instance of `items`. */
export const itemCount = 1000;

/** Of an engine that is measured. One file each under peers/, run in a process of its own. */
export interface Peer {
  /** Starts the engine on an empty database; an engine in memory ignores it. */
  open(place: { readonly databaseUrl: string; readonly scenario: Scenario }): Promise<Session>;
}

export interface Session {
  /** One instance, or one job, from start to end. Resolves when the engine says that it has ended. */
  run(): Promise<void>;
  /** Resolves when what the engine answered before it was stored is stored. Its time counts. */
  settle?(): Promise<void>;
  /** Instances or jobs ended, items of them completed, as the engine itself or its tables know them. */
  ended(): Promise<number>;
  close(): Promise<void>;
}
