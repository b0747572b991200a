import { client } from './client.ts';
import { dropToken, startOver } from './session.ts';

/**
 * Ends the session on the server and forgets a pasted token. Rejects, and changes nothing, when the server does not
 * answer: a session that goes on must not look as if it were over.
 */
export async function signOut(): Promise<void> {
  await client.login.logout();
  dropToken();
  startOver('/');
}
