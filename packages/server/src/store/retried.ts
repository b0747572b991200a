import { isRetryable } from './retryable.ts';

const maxAttempts = 5;
const firstPauseMs = 2;

/**
 * Runs a transaction again when the database asks for it: what others did meanwhile got in its way, and
 * nothing of it has happened.
 */
export async function retried<Result>(run: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (attempt === maxAttempts || !isRetryable(error)) throw error;
      // Those who met meet again when they try again at once: the pause lets one of them through.
      await new Promise((resolve) => setTimeout(resolve, firstPauseMs * 2 ** attempt * Math.random()));
    }
  }
}
