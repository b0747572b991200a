import { validate } from 'uuid';
import { notFound } from './not-found.ts';

/** Ids that cannot be ids are unknown, exactly as ids that name nothing. */
export function requireId(what: string, id: string): string {
  if (!validate(id)) throw notFound(what, id);
  return id.toLowerCase();
}

export function isId(text: string): boolean {
  return validate(text);
}
