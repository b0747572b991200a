/** Words of a statement that introduce a part of it; no id is written like one of them without backticks. */
export const eventWords = [
  'MESSAGE',
  'SIGNAL',
  'AFTER',
  'TIMEOUT',
  'AT',
  'EVERY',
  'CONDITION',
  'ERROR',
  'ESCALATION',
  'CANCEL',
  'COMPENSATION',
  'LINK',
  'TERMINATE',
] as const;

export type EventWord = (typeof eventWords)[number];

export const clauseWords = [
  ...eventWords,
  'ON',
  'FOR',
  'EACH',
  'IN',
  'WITH',
  'WHEN',
  'WHILE',
  'UNTIL',
  'OTHERWISE',
  'AS',
  'NEXT',
  'NOWHERE',
  'FROM',
  'TO',
  'RUNS',
  'ALONGSIDE',
  'REQUIRED',
  'READONLY',
  'FEEL',
  'JUEL',
] as const;

const reserved: ReadonlySet<string> = new Set(clauseWords);

export function isReserved(word: string): boolean {
  return reserved.has(word.toUpperCase());
}

/** After these words the rest of the line is an expression as it stands. */
export const beforeExpression: ReadonlySet<string> = new Set(['WHEN', 'WHILE', 'UNTIL', 'CONDITION', 'IN']);

/** Statements that may be nothing but their keyword and a colon, which otherwise would be an attribute. */
export const loneKeywords: ReadonlySet<string> = new Set([
  'OTHERWISE',
  'PARALLEL',
  'BRANCH',
  'INCLUSIVE',
  'CHOICE',
  'EXCLUSIVE',
  'FIRST_OF',
  'REPEAT',
  'SUBPROCESS',
  'TRANSACTION',
  'AD_HOC',
  'UNDO',
  'WHENEVER',
  'FORM',
]);

const plainWord = /^[\p{L}\p{N}_][\p{L}\p{N}_.@-]*$/u;

/** An id as it is written in a statement. */
export function writtenId(id: string): string {
  return plainWord.test(id) && !isReserved(id)
    ? id
    : `\`${JSON.stringify(id).slice(1, -1).replaceAll('`', '\\u0060')}\``;
}

const plainKey = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;

/** A name before a colon: in quotes where it could be taken for something else. */
export function writtenKey(name: string): string {
  return plainKey.test(name) && !loneKeywords.has(name.toUpperCase()) ? name : JSON.stringify(name);
}
