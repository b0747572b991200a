import { describe, expect, it } from 'vitest';
import type { Principal } from '../../access/principal.ts';
import { principalOf } from '../../access/principal.ts';
import { Refusal } from '../../access/refusal.ts';
import { createSeats } from '../feed/seats.ts';
import { limits } from '../limits.ts';
import { admit, type Connection, type ProtocolDependencies } from './socket-protocol.ts';

function ada(...roles: string[]): Principal {
  return principalOf({ tenantId: 'acme', userId: 'ada', roles, groups: [], permissions: [] }, 'jwt');
}

/** A connection of somebody whom authentication finds to be the first of `found`, then the next, and so on. */
function connecting(...found: readonly (Principal | Refusal | Error)[]) {
  const closed: number[] = [];
  const connection: Connection = {
    requestId: 'r',
    principal: null,
    token: 'a-token',
    leaveSeat() {},
    isOpen: () => closed.length === 0,
    close: (code) => closed.push(code),
  };
  const rest = [...found];
  const next = () => {
    const one = rest.shift();
    if (one === undefined || one instanceof Error) throw one ?? new Error('Expected to be asked less');
    return one;
  };
  const dependencies: ProtocolDependencies = {
    authentication: { fromToken: next, verifyAgain: next },
    seats: createSeats(1),
    limits: limits.webSocket,
    useCaseOf() {
      throw new Error('Expected no subscription');
    },
    onDefect() {},
  };
  return { connection, closed, admit: () => admit(connection, dependencies) };
}

describe('a socket whose token is looked at anew', () => {
  it('goes on while nothing has changed', async () => {
    const { admit: again, closed, connection } = connecting(ada('user'), ada('user'));
    expect([await again(), await again()]).toEqual([true, true]);
    expect(connection.principal?.userId).toBe('ada');
    expect(closed).toEqual([]);
  });

  it('goes on while nobody can be asked', async () => {
    const { admit: again, closed } = connecting(ada('user'), new Refusal('UNAVAILABLE', 'Away'));
    expect([await again(), await again()]).toEqual([true, true]);
    expect(closed).toEqual([]);
  });

  it.each([
    ['may less than before', ada(), 1013],
    ['is nobody any more', new Refusal('UNAUTHENTICATED', 'Expired'), 4401],
    ['is of a tenant that was suspended', new Refusal('FORBIDDEN', 'Suspended'), 4403],
  ])('is closed when its user %s', async (_what, found, code) => {
    const { admit: again, closed } = connecting(ada('user'), found);
    expect([await again(), await again()]).toEqual([true, false]);
    expect(closed).toEqual([code]);
  });
});

it('does not let anybody in while nobody can be asked', async () => {
  const { admit: enter, closed, connection } = connecting(new Refusal('UNAVAILABLE', 'Away'));
  expect(await enter()).toBe(false);
  expect(connection.principal).toBeNull();
  expect(closed).toEqual([1013]);
});

it('takes no seat for a socket that closed meanwhile', async () => {
  const { admit: enter, connection } = connecting(ada('user'));
  connection.close(1000, 'Gone');
  expect(await enter()).toBe(false);
  expect(connection.principal).toBeNull();
});

it('passes on what is no refusal', async () => {
  await expect(connecting(new Error('broken')).admit()).rejects.toThrow('broken');
});
