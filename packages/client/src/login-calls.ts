import type {
  ChangePassword,
  EndedSession,
  LoggedOut,
  Login,
  LoginMethods,
  Me,
  PasswordChanged,
  SessionList,
  SessionTokens,
} from '@wbpm/contract';
import { apiPath } from './api-path.ts';
import type { CallOptions, Sender } from './send.ts';

/** Calls about coming in, and about oneself. */
export interface LoginCalls {
  /** The ways in that the server offers. */
  methods(options?: CallOptions): Promise<LoginMethods>;
  /** With `cookie` the session is kept where no script reads it, and no token is answered. */
  login(request: Login, options?: CallOptions): Promise<SessionTokens>;
  /** New tokens for a refresh token, which counts once. */
  refresh(refreshToken: string, options?: CallOptions): Promise<SessionTokens>;
  logout(options?: CallOptions): Promise<LoggedOut>;
  me(options?: CallOptions): Promise<Me>;
  changePassword(request: ChangePassword, options?: CallOptions): Promise<PasswordChanged>;
  sessions(options?: CallOptions): Promise<SessionList>;
  endSession(id: string, options?: CallOptions): Promise<EndedSession>;
}

export function loginCalls(sender: Sender): LoginCalls {
  const get = <Data>(path: string, options?: CallOptions) =>
    sender.data<Data>({ method: 'GET', path, options });
  const post = <Data>(path: string, value: unknown, options?: CallOptions) =>
    sender.data<Data>({ method: 'POST', path, body: { type: 'json', value }, options });
  return {
    methods: (options) => get(apiPath`/auth/methods`, options),
    login: (request, options) => post(apiPath`/auth/login`, request, options),
    refresh: (token, options) => post(apiPath`/auth/refresh`, { refresh_token: token }, options),
    logout: (options) => post(apiPath`/auth/logout`, {}, options),
    me: (options) => get(apiPath`/me`, options),
    changePassword: (request, options) => post(apiPath`/me/password`, request, options),
    sessions: (options) => get(apiPath`/me/sessions`, options),
    endSession: (id, options) =>
      sender.data({ method: 'DELETE', path: apiPath`/me/sessions/${id}`, options }),
  };
}
