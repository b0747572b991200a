import type { broadcastSignalSchema, publishMessageSchema, startInstanceSchema } from '@wbpm/contract';
import { approximateDurationMs } from '@wbpm/engine';
import type { z } from 'zod';
import type { SignalToBroadcast } from '../processes/broadcast-signal.ts';
import type { MessageToPublish } from '../processes/publish-message.ts';
import type { StartRequest } from '../processes/start-instance.ts';

/** Bodies as the use cases take them, whichever way they came. */

export function startRequestOf(body: z.output<typeof startInstanceSchema>): StartRequest {
  return {
    variables: body.variables,
    businessKey: body.business_key ?? null,
    uniqueBusinessKey: body.unique_business_key ?? false,
    startElement: body.start_element ?? null,
  };
}

export function messageOf(body: z.output<typeof publishMessageSchema>): MessageToPublish {
  const { time_to_live: life = 0 } = body;
  return {
    name: body.name,
    correlationKey: body.correlation_key ?? null,
    correlation: Object.entries(body.correlation ?? {}).map(([name, value]) => ({ name, value })),
    businessKey: body.business_key ?? null,
    instanceId: body.instance_id ?? null,
    variables: body.variables,
    livesMs: typeof life === 'string' ? approximateDurationMs(life) : life,
    messageId: body.message_id ?? null,
  };
}

export function signalOf(body: z.output<typeof broadcastSignalSchema>): SignalToBroadcast {
  return { name: body.name, variables: body.variables, instanceId: body.instance_id ?? null };
}
