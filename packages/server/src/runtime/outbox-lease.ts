/** Long enough for a commit and a delivery; should a slow one outlast it, a second attempt finds it done. */
export const outboxLeaseMs = 10_000;
