import { describe, expect, it } from 'vitest';
import { tokenUser } from './token-user.ts';

function tokenWith(claims: unknown): string {
  return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;
}

describe('tokenUser', () => {
  it('reads the user, also one outside of ASCII', () => {
    expect(tokenUser(tokenWith({ user_id: 'jörg', tenant_id: 'default' }))).toBe('jörg');
  });

  it('takes the subject of a token from elsewhere', () => {
    expect(tokenUser(tokenWith({ sub: 'ada' }))).toBe('ada');
  });

  it.each(['', 'nonsense', 'a.b.c', tokenWith(null), tokenWith({ user_id: 7 })])(
    'finds nobody in %s',
    (token) => {
      expect(tokenUser(token)).toBeNull();
    },
  );
});
