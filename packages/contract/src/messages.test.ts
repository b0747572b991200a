import { describe, expect, it } from 'vitest';
import { clockRequestSchema } from './clock.ts';
import { evaluateDecisionSchema } from './decision.ts';
import { envelopeSchema } from './envelope.ts';
import { feedMessageSchema, feedRequestSchema } from './feed.ts';
import { healthCheckNames, healthSchema } from './health.ts';
import { activityListSchema, journalSchema } from './history.ts';
import { resolveIncidentSchema } from './incident.ts';
import { cancelInstanceSchema, pastStateQuerySchema, startInstanceSchema } from './instance.ts';
import { completeJobSchema } from './job.ts';
import { jsonObjectSchema, jsonValueSchema } from './json.ts';
import { pageQuerySchema } from './page.ts';
import { deleteProcessQuerySchema, deployRequestSchema } from './process.ts';
import { completeTaskSchema } from './task.ts';
import { longTextSchema, shortTextSchema, wholeNumberParameterSchema } from './text.ts';

const simple = {
  name: 'Order',
  activities: [{ id: 'a', type: 'userTask', name: 'A', assignee: 'ann' }],
  flows: [],
};

describe('a deployment', () => {
  it('is the list form, whose activities keep keys of their own', () => {
    expect(deployRequestSchema.parse(simple)).toEqual(simple);
  });

  it('is text once it has a definition, in a format found out when none is given', () => {
    expect(deployRequestSchema.parse({ definition: 'x' })).toEqual({ definition: 'x', format: 'auto' });
  });

  it.each([
    [{ definition: 5 }, ['definition']],
    [{ definition: 'x', format: 'word' }, ['format']],
    [{ name: 'x' }, ['activities', 'flows']],
    [{ ...simple, activities: [] }, ['activities']],
    ['text', ['']],
    [null, ['']],
  ])('with faults names the fields of the form that was meant: %j', (body, paths) => {
    const issues = deployRequestSchema.safeParse(body).error?.issues ?? [];
    expect(issues.map((issue) => issue.path.join('.'))).toEqual(paths);
    for (const issue of issues) expect(issue.message).toMatch(/^Expected .*, but found /);
  });
});

describe('bodies that may be left out', () => {
  it.each([undefined, null])('stand for an empty request: %s', (body) => {
    expect(startInstanceSchema.parse(body)).toEqual({ variables: {} });
    expect(completeTaskSchema.parse(body)).toEqual({ variables: {} });
    expect(cancelInstanceSchema.parse(body)).toEqual({});
    expect(resolveIncidentSchema.parse(body)).toEqual({});
    expect(evaluateDecisionSchema.parse(body)).toEqual({ variables: {} });
  });

  it('keep what they carry', () => {
    expect(startInstanceSchema.parse({ business_key: 'k' })).toEqual({ variables: {}, business_key: 'k' });
    expect(cancelInstanceSchema.parse({ reason: 'r' })).toEqual({ reason: 'r' });
  });
});

describe('query parameters', () => {
  it('of a page default to 50 items', () => {
    expect(pageQuerySchema.parse({})).toEqual({ limit: 50 });
    expect(pageQuerySchema.parse({ limit: '200', cursor: 'abc' })).toEqual({ limit: 200, cursor: 'abc' });
  });

  it.each(['-1', '0', '201', '1e2', 'abc', '', '9'.repeat(30)])('refuse %j as limit', (limit) => {
    expect(pageQuerySchema.safeParse({ limit }).success).toBe(false);
  });

  it('refuse a cursor that no answer ever gave', () => {
    const issues = pageQuerySchema.safeParse({ cursor: '../x' }).error?.issues;
    expect(issues?.[0]?.message).toBe('Expected the next_cursor of an earlier answer, but found "../x"');
  });

  it('that are no number say so', () => {
    const issues = wholeNumberParameterSchema.safeParse('many').error?.issues;
    expect(issues?.[0]?.message).toBe('Expected a whole number, but found "many"');
  });

  it('read numbers and flags', () => {
    expect(pastStateQuerySchema.parse({ at_seq: '7' })).toEqual({ at_seq: 7 });
    expect(deleteProcessQuerySchema.parse({ cascade: 'true' })).toEqual({ cascade: true });
    expect(deleteProcessQuerySchema.parse({})).toEqual({ cascade: false });
  });
});

describe('texts', () => {
  it('hold no NUL, which the database cannot store', () => {
    expect(shortTextSchema.safeParse('a\u0000').success).toBe(false);
    expect(longTextSchema.safeParse('a\u0000').success).toBe(false);
    expect(shortTextSchema.safeParse('a').success).toBe(true);
  });

  it.each([
    [shortTextSchema, 255],
    [longTextSchema, 10_000],
  ])('%#: have a length at most', (schema, length) => {
    expect(schema.safeParse('a'.repeat(length)).success).toBe(true);
    expect(schema.safeParse('a'.repeat(length + 1)).success).toBe(false);
  });
});

describe('other messages', () => {
  it('move the clock to an instant or by a duration, not both', () => {
    expect(clockRequestSchema.parse({ now: '2026-01-01T00:00:00Z' })).toHaveProperty('now');
    expect(clockRequestSchema.parse({ advance: 'PT5M' })).toHaveProperty('advance');
    expect(clockRequestSchema.safeParse({ now: '2026-01-01T00:00:00Z', advance: 'PT5M' }).success).toBe(
      false,
    );
    expect(clockRequestSchema.safeParse({ advance: '5 minutes' }).success).toBe(false);
  });

  it('take a lock token only as the activation gave it', () => {
    expect(completeJobSchema.safeParse({ lock_token: '12' }).success).toBe(true);
    expect(completeJobSchema.safeParse({ lock_token: '1; DROP' }).success).toBe(false);
  });

  it('travel over the feed', () => {
    expect(feedRequestSchema.safeParse({ type: 'subscribe_process', process_id: 'p' }).success).toBe(true);
    expect(feedRequestSchema.safeParse({ type: 'shutdown' }).success).toBe(false);
    expect(feedMessageSchema.safeParse({ type: 'process_update', process_id: 'p', data: {} }).success).toBe(
      true,
    );
  });

  it('are wrapped in the envelope', () => {
    const schema = envelopeSchema(jsonObjectSchema);
    expect(schema.safeParse({ success: true, data: {}, message: '', errors: [] }).success).toBe(true);
    expect(schema.safeParse({ success: false, data: {}, message: '', errors: [] }).success).toBe(false);
    expect(jsonValueSchema.parse(5)).toBe(5);
  });
});

describe('the health document', () => {
  it('names five checks, each with one of four results', () => {
    const check = { status: 'healthy', timestamp: '2026-01-01T00:00:00Z' };
    const checks = Object.fromEntries(healthCheckNames.map((name) => [name, check]));
    const health = {
      status: 'healthy',
      timestamp: check.timestamp,
      version: '1',
      durability: 'power-loss',
      checks,
    };
    expect(healthSchema.safeParse(health).success).toBe(true);
    const unknown = { ...health, checks: { ...checks, redis: { ...check, status: 'fine' } } };
    expect(healthSchema.safeParse(unknown).success).toBe(false);
  });

  it('shows history as activities and events', () => {
    expect(activityListSchema.safeParse({ activities: [], next_cursor: null }).success).toBe(true);
    expect(journalSchema.safeParse({ events: [], next_cursor: 'c' }).success).toBe(true);
  });
});
