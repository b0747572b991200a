import { Refusal } from '../../access/refusal.ts';

/** Refuses what is more than `limit`; `actual` where it was counted to the end. */
export function limitExceeded(message: string, limit: number, actual?: number): Refusal {
  const code = 'LIMIT_EXCEEDED';
  return new Refusal(code, message, {
    findings: [{ code, message, limit, ...(actual === undefined ? {} : { actual }) }],
  });
}
