import { describe, expect, it } from 'vitest';
import { Refusal } from '../../access/refusal.ts';
import { eventually } from '../../testing/eventually.ts';
import { createRates, type RateSettings, type Rates } from './rates.ts';

const ann = { tenantId: 'acme', userId: 'ann' };

function ratesOf(settings: Partial<RateSettings>): Rates {
  return createRates({ perUser: 0, burst: 0, perTenant: 0, ...settings }, null);
}

/** What is said to whoever comes too often; null to all others. */
async function refusalOf(coming: Promise<void>): Promise<Refusal | null> {
  try {
    await coming;
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

async function admitted(times: number, come: () => Promise<void>): Promise<number> {
  let count = 0;
  for (let time = 0; time < times; time += 1) if ((await refusalOf(come())) === null) count += 1;
  return count;
}

describe('the rate of a user', () => {
  it('is what they may send in a second, and a burst now and then', async () => {
    const rates = ratesOf({ perUser: 1000, burst: 2000 });
    expect(await admitted(2500, () => rates.request(ann))).toBe(2000);
    const refusal = await refusalOf(rates.request(ann));
    expect(refusal).toMatchObject({
      code: 'RATE_LIMITED',
      message:
        'Rate limit exceeded: user ann may send 1000 requests a second and 2000 now and then, but sent more',
      findings: [{ code: 'RATE_LIMITED', limit: 1000 }],
      retryAfterSeconds: 1,
    });
  });

  it('is theirs in this tenant alone', async () => {
    const rates = ratesOf({ perUser: 2 });
    expect(await admitted(5, () => rates.request(ann))).toBe(2);
    expect(await admitted(5, () => rates.request({ tenantId: 'acme', userId: 'ben' }))).toBe(2);
    expect(await admitted(5, () => rates.request({ tenantId: 'other', userId: 'ann' }))).toBe(2);
  });

  it('begins anew with the next second', async () => {
    const rates = ratesOf({ perUser: 1 });
    expect(await admitted(2, () => rates.request(ann))).toBe(1);
    await eventually(
      () => refusalOf(rates.request(ann)),
      (refusal) => refusal === null,
    );
  });
});

describe('the rate of a tenant', () => {
  it('is that of all its users together, without what was refused of one', async () => {
    const rates = ratesOf({ perUser: 2, perTenant: 4 });
    expect(await admitted(50, () => rates.request(ann))).toBe(2);
    expect(await admitted(1, () => rates.request({ tenantId: 'acme', userId: 'ben' }))).toBe(1);
    expect(await admitted(2, () => rates.request({ tenantId: 'acme', userId: 'eve' }))).toBe(1);
    expect(await refusalOf(rates.request({ tenantId: 'acme', userId: 'joe' }))).toMatchObject({
      message: 'Rate limit exceeded: tenant acme may send 4 requests a second, but sent more',
      findings: [{ limit: 4 }],
    });
    expect(await refusalOf(rates.request({ tenantId: 'other', userId: 'joe' }))).toBeNull();
  });
});

describe('without limits', () => {
  it('everybody comes as often as they like', async () => {
    expect(await admitted(5000, () => ratesOf({}).request(ann))).toBe(5000);
  });
});

describe('attempts to log in', () => {
  it('may fail ten times in five minutes', async () => {
    const rates = ratesOf({});
    expect(await admitted(12, () => rates.login('acme:ann'))).toBe(10);
    const refusal = await refusalOf(rates.login('acme:ann'));
    expect(refusal?.message).toBe(
      'Rate limit exceeded: 10 attempts to log in may fail in 5 minutes, but found more',
    );
    expect(refusal?.retryAfterSeconds).toBeGreaterThan(290);
    expect(await refusalOf(rates.loginFrom('192.0.2.7'))).toBeNull();
  });

  it('may fail a hundred times from one address, behind which there may be many', async () => {
    const rates = ratesOf({});
    let users = 0;
    const come = async () => {
      users += 1;
      await rates.loginFrom('192.0.2.7');
      await rates.login(`acme:${users}`);
    };
    expect(await admitted(102, come)).toBe(100);
    const refusal = await refusalOf(rates.loginFrom('192.0.2.7'));
    expect(refusal?.findings).toMatchObject([{ code: 'RATE_LIMITED', limit: 100 }]);
    await rates.loggedIn('acme:1', '192.0.2.8');
    expect(await refusalOf(rates.loginFrom('192.0.2.8'))).toBeNull();
  });

  it('that succeed do not count', async () => {
    const rates = ratesOf({});
    const succeed = async () => {
      await rates.login('acme:ann');
      await rates.loggedIn('acme:ann', null);
    };
    expect(await admitted(20, succeed)).toBe(20);
    expect(await admitted(12, () => rates.login('acme:ann'))).toBe(10);
  });
});
