import { z } from 'zod';
import { shownValue } from './issue-text.ts';
import { wholeNumberParameterSchema } from './text.ts';

/** Items of a list page: what a request without `limit` gets, and the most it can ask for. */
export const pageLimits = { default: 50, max: 200 } as const;

/** Query parameters every list takes. */
export const pageQuerySchema = z.object({
  limit: wholeNumberParameterSchema
    .pipe(z.int().min(1).max(pageLimits.max))
    .default(pageLimits.default)
    .meta({ description: `Items per page, 1 to ${pageLimits.max}` }),
  /** `next_cursor` of the page before. */
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,512}$/, {
      error: (issue) => `Expected the next_cursor of an earlier answer, but found ${shownValue(issue.input)}`,
    })
    .optional(),
});
export type PageQuery = z.infer<typeof pageQuerySchema>;

/** What a client may ask of a list. */
export type PageRequest = Partial<PageQuery>;

/** Cursor of the next page; null on the last one. */
export const nextCursorSchema = z.string().nullable();
