import { z } from 'zod';

/** Names in the world of people. They stand in paths, tokens and process models, so they are plain. */
function plainName(rule: RegExp, expected: string) {
  return z.string().regex(rule, `Expected ${expected}`);
}

export const tenantIdSchema = plainName(/^[A-Za-z0-9_-]{1,64}$/, '1 to 64 letters, digits, _ and -');

/** What somebody logs in with, and what processes name them by. */
export const userIdSchema = plainName(
  /^[A-Za-z0-9._@+-]{1,128}$/,
  '1 to 128 letters, digits and the characters . _ @ + -',
);

/** Processes name groups too, in lists separated by commas. */
export const groupIdSchema = plainName(
  /^[^\s,\p{C}]([^,\p{C}]{0,126}[^\s,\p{C}])?$/u,
  '1 to 128 characters without commas, beginning and ending in none that is blank',
);

export const roleIdSchema = plainName(/^\w{1,64}$/, '1 to 64 letters, digits and _');

/** The name of a permission, or of one that stands for others. */
export const permissionNameSchema = plainName(/^[a-z_]{1,64}$/, 'the name of a permission');

/** What somebody is called. */
export const personNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(255)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'Expected a name without control characters');

export const emailSchema = z.email().max(255);

/** So many roles, groups or permissions at once. */
export const mostNames = 200;
