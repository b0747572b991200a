import { feedCloseCodes } from '@wbpm/contract';
import type { WebSocketServer } from 'ws';

/** A page that sleeps does not answer the farewell, and would hold the server up. */
const farewellMs = 2000;

/** Tells everybody connected that this server goes, so that they connect to another, and takes nobody new. */
export function sendAway(sockets: WebSocketServer): void {
  for (const socket of sockets.clients) {
    socket.close(feedCloseCodes.goingAway, 'The server stops');
    const overdue = setTimeout(() => socket.terminate(), farewellMs);
    socket.once('close', () => clearTimeout(overdue));
  }
  sockets.close();
}
