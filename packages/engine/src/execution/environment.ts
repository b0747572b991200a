/** Everything the engine may not find out by itself. */
export interface Environment {
  /** Epoch milliseconds; one value for the whole command. */
  readonly now: number;
  readonly newId: () => string;
  readonly limits: StepLimits;
}

export interface StepLimits {
  /** A turn stops here and is continued by `continueInstance`, so that it blocks nobody. */
  readonly stepsPerTurn: number;
  /** So many steps without any wait state are taken for an endless loop: an incident. */
  readonly stepsWithoutWait: number;
}
