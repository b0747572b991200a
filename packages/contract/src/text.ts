import { z } from 'zod';
import { shownValue } from './issue-text.ts';

/** Ids, names and keys: 1 to 255 characters without NUL. */
export const shortTextSchema = z
  .string()
  .min(1)
  .max(255)
  .refine((text) => !text.includes('\u0000'), 'Expected a text without NUL characters, but found one');

/** Descriptions and reasons: up to 10,000 characters without NUL. */
export const longTextSchema = z
  .string()
  .max(10_000)
  .refine((text) => !text.includes('\u0000'), 'Expected a text without NUL characters, but found one');

/** An instant on an answer: ISO 8601 in UTC. */
export const instantSchema = z.string().meta({ format: 'date-time' });

/** A whole number as a query parameter carries it. */
export const wholeNumberParameterSchema = z
  .string()
  .regex(/^\d{1,15}$/, {
    error: (issue) => `Expected a whole number, but found ${shownValue(issue.input)}`,
  })
  .transform(Number);
