import { z } from 'zod';
import { tenantIdSchema, userIdSchema } from './identity-names.ts';
import { instantSchema } from './text.ts';

/**
 * Not checked further: whatever it is, it is right or wrong. But for NUL: HMAC fills up short keys with it, so a password
 * and the same with a NUL behind it would have the same hash.
 */
const passwordSchema = z
  .string()
  .min(1)
  .max(1024)
  .refine((text) => !text.includes('\u0000'), 'Expected a password without NUL');

/** Body of `POST /auth/login`. With `cookie` the session is kept in a cookie no script can read. */
export const loginSchema = z
  .object({
    tenant_id: tenantIdSchema.default('default'),
    username: userIdSchema,
    password: passwordSchema,
    cookie: z.boolean().default(false),
  })
  .meta({ id: 'Login' });
export type Login = z.input<typeof loginSchema>;

/** Body of `POST /auth/refresh`. */
export const refreshSchema = z.object({ refresh_token: z.string().min(1).max(512) }).meta({ id: 'Refresh' });

/** What a session is used with. The tokens are null where a cookie carries the session. */
export const sessionTokensSchema = z
  .object({
    token_type: z.literal('Bearer'),
    access_token: z.string().nullable(),
    /** Seconds until the access token, or the cookie, is over. */
    expires_in: z.int(),
    refresh_token: z.string().nullable(),
    tenant_id: z.string(),
    user_id: z.string(),
    /** Nothing else is allowed before that. */
    must_change_password: z.boolean(),
  })
  .meta({ id: 'SessionTokens' });
export type SessionTokens = z.infer<typeof sessionTokensSchema>;

/** `GET /auth/methods`: the ways in that this server offers. */
export const loginMethodsSchema = z
  .object({
    /** Requests without a token are answered: nobody has to log in. */
    anonymous: z.boolean(),
    password: z.boolean(),
    /** Where to send a browser to log in at the identity provider. */
    oidc_url: z.string().nullable(),
  })
  .meta({ id: 'LoginMethods' });
export type LoginMethods = z.infer<typeof loginMethodsSchema>;

export const loggedOutSchema = z.object({ logged_out: z.literal(true) }).meta({ id: 'LoggedOut' });
export type LoggedOut = z.infer<typeof loggedOutSchema>;

/** `GET /me`: who the caller is and what they may do. */
export const meSchema = z
  .object({
    tenant_id: z.string(),
    user_id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    roles: z.array(z.string()),
    groups: z.array(z.string()),
    /** Expanded: everything roles and grants amount to. */
    permissions: z.array(z.string()),
    /** How the caller is known: `session`, `api_key`, or by a token of the server's `AUTH_MODE`. */
    known_by: z.enum(['session', 'api_key', 'dev', 'jwt', 'oidc', 'apg']),
    session_id: z.string().nullable(),
    /** They have a password here, which they can change. */
    has_password: z.boolean(),
    must_change_password: z.boolean(),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof meSchema>;

/** Body of `POST /me/password`. All other sessions of the user end. */
export const changePasswordSchema = z
  .object({ current_password: passwordSchema, new_password: passwordSchema })
  .meta({ id: 'ChangePassword' });
export type ChangePassword = z.infer<typeof changePasswordSchema>;

export const passwordChangedSchema = z
  .object({ password_changed: z.literal(true) })
  .meta({ id: 'PasswordChanged' });
export type PasswordChanged = z.infer<typeof passwordChangedSchema>;

export const sessionSchema = z
  .object({
    session_id: z.string(),
    /** The one this request came with. */
    current: z.boolean(),
    origin: z.enum(['password', 'oidc']),
    client_address: z.string().nullable(),
    user_agent: z.string().nullable(),
    created_at: instantSchema,
    used_at: instantSchema,
    expires_at: instantSchema,
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof sessionSchema>;

export const sessionListSchema = z.object({ sessions: z.array(sessionSchema) }).meta({ id: 'SessionList' });
export type SessionList = z.infer<typeof sessionListSchema>;

export const endedSessionSchema = z
  .object({ session_id: z.string(), ended: z.literal(true) })
  .meta({ id: 'EndedSession' });
export type EndedSession = z.infer<typeof endedSessionSchema>;
