import { z } from 'zod';
import { shownValue } from './issue-text.ts';

const withoutNul = 'Expected a text without NUL characters, but found one';
const wellFormed = 'Expected well-formed Unicode, but found half a surrogate pair';
const loneSurrogate = /\p{Surrogate}/u;

/** Ids, names and keys: 1 to 255 characters of well-formed Unicode without NUL. */
export const shortTextSchema = z
  .string()
  .min(1)
  .max(255)
  .refine((text) => !text.includes('\u0000'), withoutNul)
  .refine((text) => !loneSurrogate.test(text), wellFormed);

/** Descriptions and reasons: up to 10,000 characters of well-formed Unicode without NUL. */
export const longTextSchema = z
  .string()
  .max(10_000)
  .refine((text) => !text.includes('\u0000'), withoutNul)
  .refine((text) => !loneSurrogate.test(text), wellFormed);

/** An instant on an answer: ISO 8601 in UTC. */
export const instantSchema = z.string().meta({ format: 'date-time' });

/** A whole number as a query parameter carries it. */
export const wholeNumberParameterSchema = z
  .string()
  .regex(/^\d{1,15}$/, {
    error: (issue) => `Expected a whole number, but found ${shownValue(issue.input)}`,
  })
  .transform(Number);
