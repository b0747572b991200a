import type { Clock, ClockRequest, Health, Readiness } from '@wbpm/contract';
import { ApiError } from './api-error.ts';
import { apiPath } from './api-path.ts';
import type { CallOptions, Sender } from './send.ts';

/** Calls about the server itself. */
export interface SystemCalls {
  health(options?: CallOptions): Promise<Health>;
  /** Whether the server serves. Throws `ApiError` when it cannot be reached. */
  ready(options?: CallOptions): Promise<boolean>;
  clock(options?: CallOptions): Promise<Clock>;
  /** Moves the test clock; everything that falls due happens before the answer. */
  setClock(request: ClockRequest, options?: CallOptions): Promise<Clock>;
}

export function systemCalls(sender: Sender): SystemCalls {
  return {
    health: async (options) => {
      const response = await sender.raw({ method: 'GET', path: '/health', options });
      return (await response.json()) as Health;
    },
    ready: async (options) => {
      try {
        const response = await sender.raw({ method: 'GET', path: '/ready', options });
        return ((await response.json()) as Readiness).ready;
      } catch (cause) {
        if (cause instanceof ApiError && cause.status === 503) return false;
        throw cause;
      }
    },
    clock: (options) => sender.data({ method: 'GET', path: apiPath`/clock`, options }),
    setClock: (request, options) =>
      sender.data({ method: 'POST', path: apiPath`/clock`, body: { type: 'json', value: request }, options }),
  };
}
