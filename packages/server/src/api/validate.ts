import { type Finding, issueText, shownValue } from '@wbpm/contract';
import type { FastifySchemaCompiler } from 'fastify';
import { z } from 'zod';
import { Refusal } from '../access/refusal.ts';

/** Findings reported at most; a body can hold any number of faults. */
const maxFindings = 100;

/** A part of a request that its schema refuses. Fastify passes it to the error handler. */
export class InvalidContent extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.name = 'InvalidContent';
    this.refusal = refusal;
  }
}

/**
 * Validates a part of a request by its zod schema. A body that breaks a rule is 422, a query parameter that does or
 * that the route does not have 400, and a path parameter 404: it names something that cannot exist.
 */
export const validatorCompiler: FastifySchemaCompiler<z.ZodType> = ({ schema: given, httpPart }) => {
  // A misspelt filter that is left out shows everything, or has more deleted than was meant.
  const schema = httpPart === 'querystring' && given instanceof z.ZodObject ? closed(given) : given;
  return (data: unknown) => {
    const result = schema.safeParse(data, { error: issueText, reportInput: true });
    if (result.success) return { value: result.data };
    return { error: new InvalidContent(refusalOfIssues(result.error.issues, httpPart)) };
  };
};

/** Takes the parameters it names alone, and says which these are. */
function closed(schema: z.ZodObject): z.ZodType {
  const allowed = Object.keys(schema.shape);
  return z
    .record(z.string(), z.unknown())
    .superRefine((given, context) => {
      for (const name of Object.keys(given)) {
        if (allowed.includes(name)) continue;
        const found = shownValue(name);
        context.addIssue({
          code: 'custom',
          path: [name.slice(0, longestNameShown)],
          message: `Expected one of the parameters ${allowed.join(', ')}, but found ${found}`,
        });
      }
    })
    .pipe(schema);
}

const longestNameShown = 60;

/** What a schema makes of a body that came another way than by a route. Throws `Refusal`. */
export function parseBody<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  return parsed(schema, value, 'body');
}

/** The same for query parameters. */
export function parseQuery<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  return parsed(schema, value, 'querystring');
}

function parsed<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  httpPart: string,
): z.output<Schema> {
  const result = schema.safeParse(value, { error: issueText, reportInput: true });
  if (result.success) return result.data;
  throw refusalOfIssues(result.error.issues, httpPart);
}

function refusalOfIssues(issues: readonly z.core.$ZodIssue[], httpPart: string | undefined): Refusal {
  if (httpPart === 'params') return new Refusal('NOT_FOUND', 'Nothing with this address exists');
  const inBody = httpPart === 'body';
  const findings = issues
    .flatMap(leavesOf)
    .slice(0, maxFindings)
    .map((issue) => findingOf(issue, inBody));
  const message = findings
    .map((finding) => `${finding.pointer ?? ''}: ${finding.message}`)
    .slice(0, 3)
    .join('; ');
  const code = inBody ? codeOfBody(findings) : 'INVALID_QUERY';
  return new Refusal(code, findings.length > 3 ? `${message}; and more` : message, { findings });
}

/** A body all of whose faults are of size breaks no other rule. */
function codeOfBody(findings: readonly Finding[]): 'LIMIT_EXCEEDED' | 'VALIDATION_FAILED' {
  return findings.every(({ code }) => code === 'LIMIT_EXCEEDED') ? 'LIMIT_EXCEEDED' : 'VALIDATION_FAILED';
}

/** Of a union the branch that came closest: the one with the fewest faults. */
function leavesOf(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const closest = issue.errors.reduce((best, branch) => (branch.length < best.length ? branch : best));
  return closest.flatMap((leaf) => leavesOf({ ...leaf, path: [...issue.path, ...leaf.path] }));
}

function findingOf(issue: z.core.$ZodIssue, inBody: boolean): Finding {
  return {
    code: inBody ? codeOf(issue) : 'INVALID_QUERY',
    pointer: inBody ? jsonPointer(issue.path) : `?${issue.path.join('.')}`,
    message: issue.message,
    ...excessOf(issue),
  };
}

function codeOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_big' && (issue.origin === 'string' || issue.origin === 'array')) {
    return 'LIMIT_EXCEEDED';
  }
  const code: unknown = issue.code === 'custom' ? issue.params?.['code'] : undefined;
  return typeof code === 'string' ? code : 'VALIDATION_FAILED';
}

/** The limit that was exceeded, and by what. */
function excessOf(issue: z.core.$ZodIssue): Pick<Finding, 'limit' | 'actual'> {
  if (issue.code === 'custom') return numbersOf(issue.params?.['limit'], issue.params?.['actual']);
  return issue.code === 'too_big' ? numbersOf(Number(issue.maximum), sizeOf(issue.input)) : {};
}

function sizeOf(input: unknown): unknown {
  return typeof input === 'string' || Array.isArray(input) ? input.length : input;
}

function numbersOf(limit: unknown, actual: unknown): Pick<Finding, 'limit' | 'actual'> {
  return {
    ...(typeof limit === 'number' && { limit }),
    ...(typeof actual === 'number' && { actual }),
  };
}

/** RFC 6901. The empty pointer, the body itself, is written as it is. */
function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
