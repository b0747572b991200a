import { feedCloseCodes } from '@wbpm/contract';
import type { Authentication } from '../../access/authenticate.ts';
import type { Principal } from '../../access/principal.ts';
import { Refusal } from '../../access/refusal.ts';

/** The token of a feed. */
export interface Pass {
  /** The first one, or one in the place of the one before; null: none. Rejects for defects only. */
  offer(token: string | null): Promise<void>;
  /** Looks at the token again, which may be refused or mean something else by now. Never rejects. */
  verify(): Promise<void>;
}

export interface PassSettings {
  readonly authentication: Pick<Authentication, 'fromToken' | 'verifyAgain'>;
  /** Who the token is for, now. */
  readonly admit: (principal: Principal) => void;
  readonly close: (code: number, reason: string) => void;
}

/** Nobody could be asked about a token so many times in a row: its feed ends. */
const mostUnverified = 5;

export function createPass({ authentication, admit, close }: PassSettings): Pass {
  let held: { readonly token: string | null } | null = null;
  let unverified = 0;

  return {
    async offer(token) {
      try {
        admit(await authentication.fromToken(token));
        held = { token };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        close(closeCodeOf(error), error.message);
      }
    },
    async verify() {
      const verified = held;
      if (verified === null) return;
      try {
        const principal = await authentication.verifyAgain(verified.token);
        unverified = 0;
        if (held === verified) admit(principal);
      } catch (error) {
        const code = closeCodeOf(error);
        unverified = code === feedCloseCodes.tryLater ? unverified + 1 : mostUnverified;
        if (held !== verified || unverified < mostUnverified) return;
        close(code, error instanceof Refusal ? error.message : 'Expected to find out whose token this is');
      }
    },
  };
}

/** Whoever cannot be told from others now may come again: a client that is refused does not. */
export function closeCodeOf(error: unknown): number {
  if (!(error instanceof Refusal) || error.code === 'UNAVAILABLE') return feedCloseCodes.tryLater;
  return error.code === 'FORBIDDEN' ? feedCloseCodes.forbidden : feedCloseCodes.unauthenticated;
}
