import { z } from 'zod';
import { instantSchema } from './text.ts';

const setClockSchema = z.object({ now: z.iso.datetime({ offset: true }) });
const advanceClockSchema = z.object({ advance: z.iso.duration() });

/** Body of `POST /clock`: an instant to go to, or an ISO 8601 duration to advance by. */
export const clockRequestSchema = z
  .union([z.strictObject(setClockSchema.shape), z.strictObject(advanceClockSchema.shape)])
  .meta({ id: 'ClockRequest' });
export type ClockRequest = z.infer<typeof clockRequestSchema>;

export const clockSchema = z.object({ now: instantSchema }).meta({ id: 'Clock' });
export type Clock = z.infer<typeof clockSchema>;
