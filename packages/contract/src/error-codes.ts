/** How a failure with this code is answered and explained. */
export interface ErrorCodeEntry {
  readonly status: number;
  readonly title: string;
  readonly description: string;
}

/**
 * Every code an answer can carry, ordered by status. `docs/errors.md` lists the same, and a test
 * compares the two. In a list of errors a code may stand under an answer of another status: findings of
 * a definition, for example, all come with 422.
 */
export const errorCodes = {
  MALFORMED_REQUEST: {
    status: 400,
    title: 'Malformed request',
    description: 'The request line, a header or the body could not be read.',
  },
  MALFORMED_JSON: {
    status: 400,
    title: 'Malformed JSON',
    description: 'The body is not JSON, is not UTF-8, names something twice, or names `__proto__`.',
  },
  MALFORMED_XML: {
    status: 400,
    title: 'Malformed XML',
    description: 'The body is not well-formed XML.',
  },
  INVALID_QUERY: {
    status: 400,
    title: 'Invalid query',
    description: 'A query parameter is unknown, or has a value it cannot have.',
  },
  INVALID_IDEMPOTENCY_KEY: {
    status: 400,
    title: 'Invalid idempotency key',
    description: 'The Idempotency-Key header is not 1 to 255 visible ASCII characters.',
  },
  UNAUTHENTICATED: {
    status: 401,
    title: 'Not authenticated',
    description: 'The request carries no token, or one that is expired or not valid.',
  },
  FORBIDDEN: {
    status: 403,
    title: 'Not allowed',
    description: 'The caller lacks the permission for this action.',
  },
  NOT_FOUND: {
    status: 404,
    title: 'Not found',
    description: 'Nothing with this address exists for the caller.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    title: 'Method not allowed',
    description: 'The address exists, but not with this method; `Allow` lists those it has.',
  },
  REQUEST_TIMEOUT: {
    status: 408,
    title: 'Request timeout',
    description: 'The request did not arrive completely in time.',
  },
  CONFLICT: {
    status: 409,
    title: 'Conflict',
    description: 'The state of the resource does not allow this now.',
  },
  INSTANCE_EXISTS: {
    status: 409,
    title: 'Instance exists',
    description: 'An instance with this id or this unique business key runs already.',
  },
  INSTANCE_ENDED: {
    status: 409,
    title: 'Instance ended',
    description: 'The instance has ended and cannot change any more.',
  },
  INSTANCE_SUSPENDED: {
    status: 409,
    title: 'Instance suspended',
    description: 'The instance is suspended; resume it first.',
  },
  INSTANCE_NOT_SUSPENDED: {
    status: 409,
    title: 'Instance not suspended',
    description: 'Only a suspended instance can be resumed.',
  },
  TASK_NOT_ACTIVE: {
    status: 409,
    title: 'Task not active',
    description: 'The task is completed or was withdrawn.',
  },
  TASK_ASSIGNED_TO_OTHER: {
    status: 409,
    title: 'Task assigned to somebody else',
    description: 'Another user works on the task.',
  },
  JOB_NOT_ACTIVE: {
    status: 409,
    title: 'Job not active',
    description: 'The job is done, or its lease passed to another worker.',
  },
  INCIDENT_NOT_OPEN: {
    status: 409,
    title: 'Incident not open',
    description: 'The incident has been resolved.',
  },
  MODIFICATION_REFUSED: {
    status: 409,
    title: 'Modification refused',
    description: 'The tokens of the instance cannot be moved like that; nothing was changed.',
  },
  MIGRATION_REFUSED: {
    status: 409,
    title: 'Migration refused',
    description: 'Something in the instance has no like in the target; every finding names its element.',
  },
  PROCESS_SUSPENDED: {
    status: 409,
    title: 'Process suspended',
    description: 'The definition is suspended and starts nothing; resume it first.',
  },
  PROCESS_IN_USE: {
    status: 409,
    title: 'Process in use',
    description: 'Instances of the process run; delete with `cascade=true` to end them.',
  },
  DECISION_NOT_FOUND: {
    status: 409,
    title: 'Decision not deployed',
    description: 'The process begins with a decision that is not deployed; nothing was started.',
  },
  IDEMPOTENCY_KEY_IN_FLIGHT: {
    status: 409,
    title: 'Request under way',
    description: 'A request with this Idempotency-Key is being processed.',
  },
  STALE_VERSION: {
    status: 412,
    title: 'Stale version',
    description: 'The resource has changed since the caller read it.',
  },
  BODY_TOO_LARGE: {
    status: 413,
    title: 'Body too large',
    description: 'The body is larger than the limit.',
  },
  URI_TOO_LONG: {
    status: 414,
    title: 'Address too long',
    description: 'A part of the address is longer than the limit.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    title: 'Unsupported media type',
    description: 'The Content-Type is missing or not one this address takes.',
  },
  VALIDATION_FAILED: {
    status: 422,
    title: 'Invalid content',
    description: 'A field breaks a rule; every finding names the field by its JSON pointer.',
  },
  LIMIT_EXCEEDED: {
    status: 422,
    title: 'Limit exceeded',
    description: 'The content is larger, longer or deeper than a limit.',
  },
  INVALID_DEFINITION: {
    status: 422,
    title: 'Invalid definition',
    description: 'The process or decision definition breaks a rule; nothing was stored.',
  },
  DECISION_FAILED: {
    status: 422,
    title: 'Decision failed',
    description: 'The decision cannot be made with these variables; the message says why.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: 'Idempotency key reused',
    description: 'The Idempotency-Key was used before with another request.',
  },
  RATE_LIMITED: {
    status: 429,
    title: 'Too many requests',
    description: 'The caller sends more than it may; `Retry-After` says when to go on.',
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    title: 'Headers too large',
    description: 'The headers together are larger than the limit.',
  },
  INTERNAL_ERROR: {
    status: 500,
    title: 'Internal error',
    description: 'A defect of the server; the request id finds it in the logs.',
  },
  NOT_SUPPORTED: {
    status: 501,
    title: 'Not supported',
    description: 'This server does not offer that.',
  },
  UNAVAILABLE: {
    status: 503,
    title: 'Unavailable',
    description:
      'The server is starting, stopping, overloaded, or its database, file store or identity provider is away.',
  },
  OUTCOME_UNKNOWN: {
    status: 503,
    title: 'Outcome unknown',
    description:
      'The connection to the database broke during the commit, or the work takes too long. Repeat with the same Idempotency-Key.',
  },
  VALUE_UNREADABLE: {
    status: 503,
    title: 'Value unreadable',
    description: 'A large value is missing in the file store, or was altered there; it has to be restored.',
  },
  STORAGE_FULL: {
    status: 507,
    title: 'Storage full',
    description: 'The database, the file store or a disk has no room left.',
  },
} as const satisfies Record<string, ErrorCodeEntry>;

export type ErrorCode = keyof typeof errorCodes;

/** Whether `text` is a code of the catalogue. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(errorCodes, text);
}
