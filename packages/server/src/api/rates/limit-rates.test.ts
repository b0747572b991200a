import { problemSchema } from '@wbpm/contract';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFixture } from '../app-fixture.ts';

async function fixtureWith(environment: Record<string, string>) {
  const fixture = await createFixture({ environment });
  onTestFinished(() => fixture.app.close());
  return fixture;
}

describe('a user who sends too much', () => {
  it('is told which limit it was and when to come again, and logged once', async () => {
    const { app, entries } = await fixtureWith({ RATE_LIMIT_PER_USER: '2', RATE_LIMIT_BURST: '3' });
    const answers = [];
    for (let time = 0; time < 6; time += 1) answers.push(await app.inject('/api/v1/tasks'));
    expect(answers.map(({ statusCode }) => statusCode).slice(0, 4)).toEqual([200, 200, 200, 429]);
    const refused = answers[3];
    expect(refused?.headers['retry-after']).toBe('1');
    expect(problemSchema.parse(refused?.json())).toMatchObject({
      type: 'urn:wbpm:error:RATE_LIMITED',
      message:
        'Rate limit exceeded: user api_user may send 2 requests a second and 3 now and then, but sent more',
      errors: [{ code: 'RATE_LIMITED', limit: 2 }],
    });
    expect(entries()).toEqual([
      expect.objectContaining({
        logger: 'wbpm.security',
        level: 'warn',
        message: 'Rate limit exceeded: api_user',
        tenant_id: 'default',
      }),
    ]);
    expect((await app.inject('/metrics')).body).toMatch(/wbpm_refused_total\{reason="rate"\} [23]/);
  });

  it('still reaches what anybody reaches', async () => {
    const { app } = await fixtureWith({ RATE_LIMIT_PER_TENANT: '1' });
    const asked = await Promise.all(Array.from({ length: 5 }, () => app.inject('/api/v1/tasks')));
    expect(asked.filter(({ statusCode }) => statusCode === 429).length).toBeGreaterThan(0);
    expect((await app.inject('/metrics')).statusCode).toBe(200);
  });
});

describe('the address of a client', () => {
  const address = async (environment: Record<string, string>) => {
    const { app } = await fixtureWith(environment);
    const headers = { 'x-forwarded-for': '203.0.113.9, 198.51.100.4' };
    const answer = await app.inject({ method: 'GET', url: '/open/address', headers });
    return answer.json().address;
  };

  it.each([
    ['is that of the connection, whatever it says itself', {}, '127.0.0.1'],
    ['is what a proxy that is trusted says', { TRUST_PROXY: '127.0.0.0/8' }, '198.51.100.4'],
    ['is what the first of several was told', { TRUST_PROXY: '127.0.0.1,198.51.100.4' }, '203.0.113.9'],
    ['is not what somebody says who is none of the proxies', { TRUST_PROXY: '10.0.0.0/8' }, '127.0.0.1'],
  ] satisfies [string, Record<string, string>, string][])('%s', async (_name, environment, expected) => {
    expect(await address(environment)).toBe(expected);
  });
});
