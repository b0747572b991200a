import { type Finding, issueText } from '@wbpm/contract';
import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
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
 * Validates a part of a request by its zod schema. A body that breaks a rule is 422, a query parameter
 * 400, and a path parameter 404: it names something that cannot exist.
 */
export const validatorCompiler: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  return (data: unknown) => {
    const result = schema.safeParse(data, { error: issueText });
    if (result.success) return { value: result.data };
    return { error: new InvalidContent(refusalOfIssues(result.error.issues, httpPart)) };
  };
};

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
  const code = inBody ? 'VALIDATION_FAILED' : 'INVALID_QUERY';
  return new Refusal(code, findings.length > 3 ? `${message}; and more` : message, { findings });
}

/** Of a union the branch that came closest: the one with the fewest faults. */
function leavesOf(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const closest = issue.errors.reduce((best, branch) => (branch.length < best.length ? branch : best));
  return closest.flatMap((leaf) => leavesOf({ ...leaf, path: [...issue.path, ...leaf.path] }));
}

function findingOf(issue: z.core.$ZodIssue, inBody: boolean): Finding {
  const params = issue.code === 'custom' ? issue.params : undefined;
  const code = typeof params?.['code'] === 'string' ? params['code'] : 'VALIDATION_FAILED';
  return {
    code: inBody ? code : 'INVALID_QUERY',
    pointer: inBody ? jsonPointer(issue.path) : `?${issue.path.join('.')}`,
    message: issue.message,
  };
}

/** RFC 6901. The empty pointer, the body itself, is written as it is. */
function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
