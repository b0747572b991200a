import { createClient } from '@wbpm/client';
import { currentToken } from './session.ts';

/** The server this page came from. */
export const client = createClient({ baseUrl: '', token: currentToken });
