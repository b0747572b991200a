import type { FeedMessage, FeedRequest } from '@wbpm/contract';

/** How far a feed has been told. */
export interface FeedPosition {
  /** What a new connection asks for, after its subscriptions. */
  resume(): FeedRequest;
  /** `missed`: something may have happened that will not be told. */
  hear(message: FeedMessage): 'missed' | 'nothing missed';
}

export function createFeedPosition(): FeedPosition {
  let position: string | null = null;
  let connections = 0;
  /** Until the answer, updates are of now, and what was missed may still come or be unknown. */
  let asked: { readonly knew: boolean } | null = null;

  return {
    resume() {
      connections += 1;
      asked = { knew: position !== null };
      return position === null ? { type: 'resume' } : { type: 'resume', position };
    },
    hear(message) {
      switch (message.type) {
        case 'resync':
          asked = null;
          position = message.position;
          return 'missed';
        case 'resumed': {
          // Without a position the server can only tell where it is.
          const isMissed = asked?.knew === false && connections > 1;
          asked = null;
          position = message.position;
          return isMissed ? 'missed' : 'nothing missed';
        }
        case 'error': {
          // A server that does not know `resume` says that it is no message.
          if (asked === null || message.code !== 'VALIDATION_FAILED') return 'nothing missed';
          asked = null;
          return connections > 1 ? 'missed' : 'nothing missed';
        }
        case 'process_update':
        case 'task_update':
        case 'incident_update':
        case 'definition_update':
        case 'position':
          if (asked === null) position = message.position ?? position;
          return 'nothing missed';
      }
    },
  };
}
