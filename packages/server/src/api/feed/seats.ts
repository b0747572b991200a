/** The sockets of each user: a bounded number of seats. */
export interface Seats {
  /** Answers how to leave; null: all seats of this user are taken. */
  take(tenantId: string, userId: string): (() => void) | null;
}

export function createSeats(mostOfOneUser: number): Seats {
  const taken = new Map<string, number>();
  return {
    take(tenantId, userId) {
      const key = JSON.stringify([tenantId, userId]);
      const count = taken.get(key) ?? 0;
      if (count >= mostOfOneUser) return null;
      taken.set(key, count + 1);
      return () => {
        const left = (taken.get(key) ?? 0) - 1;
        if (left > 0) taken.set(key, left);
        else taken.delete(key);
      };
    },
  };
}
