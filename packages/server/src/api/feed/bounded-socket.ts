import { feedCloseCodes } from '@wbpm/contract';
import type { WebSocket } from 'ws';

/** A socket that takes neither more time nor more memory than it may. */
export interface BoundedSocket {
  readonly isOpen: () => boolean;
  /** A socket whose other end does not say goodbye is cut off a little later. */
  readonly close: (code: number, reason: string) => void;
  /** Who does not read is cut off instead of filling our memory. `sent`: the text is on its way, or nobody is there. */
  readonly send: (text: string, sent?: () => void) => void;
  /** Asks whether somebody is still there. False: nobody answered the last time, and the socket is cut off. */
  readonly ping: () => boolean;
}

/** What a close frame can carry of a reason. */
const longestReason = 120;

export function boundSocket(
  socket: WebSocket,
  { bufferedBytes, farewellMs }: Record<'bufferedBytes' | 'farewellMs', number>,
): BoundedSocket {
  let alive = true;
  let overdue: NodeJS.Timeout | undefined;
  const isOpen = (): boolean => socket.readyState === socket.OPEN;

  function close(code: number, reason: string): void {
    if (!isOpen()) return;
    socket.close(code, reason.slice(0, longestReason));
    overdue = setTimeout(() => socket.terminate(), farewellMs);
  }

  socket.on('pong', () => {
    alive = true;
  });
  socket.on('close', () => clearTimeout(overdue));

  return {
    isOpen,
    close,
    send(text, sent = () => {}) {
      if (isOpen() && socket.bufferedAmount <= bufferedBytes) {
        socket.send(text, sent);
        return;
      }
      close(feedCloseCodes.tryLater, 'Too slow');
      sent();
    },
    ping() {
      if (!alive) {
        socket.terminate();
        return false;
      }
      alive = false;
      socket.ping();
      return true;
    },
  };
}
