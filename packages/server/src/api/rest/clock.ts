import { clockRequestSchema, clockSchema } from '@wbpm/contract';
import { addDuration, ExpressionError } from '@wbpm/engine';
import { Refusal } from '../../access/refusal.ts';
import { requirePermission } from '../../access/require-permission.ts';
import { advanceClock } from '../../runtime/advance-clock.ts';
import type { TestClock } from '../../runtime/clock.ts';
import type { App } from '../app.ts';
import { success } from '../envelope.ts';
import { type Api, useCaseOf } from './call.ts';
import { answers } from './schemas.ts';

const tags = ['clock'];

/** Only mounted where the test clock is enabled. */
export function registerClockRoutes(app: App, api: Api, clock: TestClock): void {
  app.get(
    '/api/v1/clock',
    { schema: { tags, summary: 'The time of the server', response: answers(clockSchema) } },
    (request) => {
      requirePermission(useCaseOf(request, api).principal, 'clock', 'read');
      return success({ now: new Date(clock.now()).toISOString() });
    },
  );

  app.post(
    '/api/v1/clock',
    {
      schema: {
        tags,
        summary: 'Set or advance the time; everything that fell due happens before the answer',
        body: clockRequestSchema,
        response: answers(clockSchema),
      },
    },
    async (request) => {
      requirePermission(useCaseOf(request, api).principal, 'clock', 'update');
      const now = clock.now();
      const target =
        'now' in request.body ? Date.parse(request.body.now) : advanced(now, request.body.advance);
      if (target < now) {
        throw new Refusal(
          'VALIDATION_FAILED',
          `Expected a time not before ${new Date(now).toISOString()}, but found an earlier one`,
        );
      }
      // The clock goes on while it is read.
      await advanceClock(api.database, api.runtime, clock, Math.max(target, clock.now()));
      return success({ now: new Date(clock.now()).toISOString() });
    },
  );
}

function advanced(now: number, duration: string): number {
  try {
    return addDuration(now, duration);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new Refusal('VALIDATION_FAILED', error.message, { cause: error });
  }
}
