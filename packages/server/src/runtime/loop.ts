/** A background loop. Stopping waits for the round under way. */
export interface Loop {
  /** Makes the next round start now instead of after the pause. */
  wake(): void;
  stop(): Promise<void>;
}

/** Node fires a longer timeout after 1 ms; and a poll repairs whatever notification was lost. */
const longestPauseMs = 60_000;

/**
 * Runs `round` again and again; each answers after how many milliseconds the next is due (0: at once).
 * A round that throws is reported and tried again after a pause.
 */
export function startLoop(
  round: () => Promise<number>,
  onError: (error: unknown) => void,
  pauseAfterErrorMs = 1000,
): Loop {
  let stopped = false;
  let woken = false;
  let endPause: () => void = () => {};

  async function pause(ms: number): Promise<void> {
    if (ms <= 0 || stopped || woken) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.min(ms, longestPauseMs));
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function run(): Promise<void> {
    while (!stopped) {
      woken = false;
      let pauseMs: number;
      try {
        pauseMs = await round();
      } catch (error) {
        onError(error);
        pauseMs = pauseAfterErrorMs;
      }
      await pause(pauseMs);
    }
  }

  const running = run();
  return {
    wake() {
      woken = true;
      endPause();
    },
    async stop() {
      stopped = true;
      endPause();
      await running;
    },
  };
}
