/** A socket that is looked after. */
export interface Attended {
  /** Asks whether it is still there; the answer is its own affair. */
  ping(): unknown;
  /** Finds out whether its token is still good. Never rejects. */
  verify(): Promise<void>;
}

export interface Rounds {
  /** Answers how to leave. */
  attend(socket: Attended): () => void;
  stop(): void;
}

const slotCount = 60;
/** Whoever vouches for tokens is asked for so many at once. */
const mostVerifying = 8;

/**
 * Looks after all sockets with one timer. Each has a slot, and the slots are gone round: so the sockets that came
 * at once, after a node has stopped, are not all pinged and verified at once for ever after.
 */
export function startRounds({
  pingMs,
  verifyMs,
}: {
  readonly pingMs: number;
  readonly verifyMs: number;
}): Rounds {
  const slots = Array.from({ length: slotCount }, () => new Set<Attended>());
  const toVerify = new Set<Attended>();
  let verifying = 0;
  let arrivals = 0;

  function goRound(everyMs: number, visit: (socket: Attended) => void): NodeJS.Timeout {
    let at = 0;
    return setInterval(() => {
      for (const socket of slots[at] ?? []) visit(socket);
      at = (at + 1) % slotCount;
    }, everyMs / slotCount);
  }

  function verifySome(): void {
    for (const socket of toVerify) {
      if (verifying >= mostVerifying) return;
      toVerify.delete(socket);
      verifying += 1;
      void socket.verify().then(() => {
        verifying -= 1;
        verifySome();
      });
    }
  }

  const pings = goRound(pingMs, (socket) => socket.ping());
  const verifications = goRound(verifyMs, (socket) => {
    toVerify.add(socket);
    verifySome();
  });

  return {
    attend(socket) {
      const slot = slots[arrivals % slotCount];
      arrivals += 1;
      slot?.add(socket);
      return () => {
        slot?.delete(socket);
        toVerify.delete(socket);
      };
    },
    stop() {
      clearInterval(pings);
      clearInterval(verifications);
    },
  };
}
