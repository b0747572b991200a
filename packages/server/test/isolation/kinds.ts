/** What an id of a request can name. */
export type Kind =
  | 'account'
  | 'adHoc'
  | 'apiKey'
  | 'batch'
  | 'brokenInstance'
  | 'businessKey'
  | 'correlationKey'
  | 'decision'
  | 'definition'
  | 'element'
  | 'group'
  | 'incident'
  | 'instance'
  | 'job'
  | 'jobType'
  | 'messageName'
  | 'process'
  | 'role'
  | 'session'
  | 'signalName'
  | 'task'
  | 'tenant'
  | 'user'
  | 'variable'
  | 'waiting'
  /** Cursors, by what they are made of. */
  | 'accountCursor'
  | 'activityCursor'
  | 'apiKeyCursor'
  | 'batchCursor'
  | 'decisionCursor'
  | 'groupCursor'
  | 'incidentCursor'
  | 'instanceCursor'
  | 'jobCursor'
  | 'processCursor'
  | 'subscriptionCursor'
  | 'taskCursor'
  | 'tenantCursor';

/** Of each kind what a tenant has. The first of each belong together: the task is one of the instance, and so on. */
export type World = Readonly<Record<Kind, readonly [string, ...string[]]>>;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What a cursor is made of. */
export function partsOf(cursor: string): string[] {
  const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  if (!Array.isArray(parts)) throw new Error(`Expected the parts of a cursor, but found ${String(parts)}`);
  return parts.map(String);
}

/** An id of the same form, and of the same time, that exists nowhere. */
export function unknownLike(kind: Kind, id: string): string {
  if (!kind.endsWith('Cursor')) return unknownPart(id);
  return encodeParts(partsOf(id).map((part) => (isName(part) ? unknownPart(part) : part)));
}

/** A cursor as lists give them. */
export function encodeParts(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** Neither a number nor an instant, nor the place of one that is not there. */
function isName(part: string): boolean {
  return uuid.test(part) || /^[^\d]/.test(part);
}

/** What two ids have in common that are told apart by what they name alone. */
export function formOf(id: string): string {
  return uuid.test(id) ? 'uuid' : 'name';
}

/** For what is no cursor. */
export function unknownPart(id: string): string {
  if (uuid.test(id)) return `${id.slice(0, -12)}${'0'.repeat(12)}`;
  return `${id.slice(0, -1)}Z`;
}
