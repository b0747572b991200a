import { Button, Textarea } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { signInWithToken } from '../../api/session.ts';
import { tokenUser } from '../../api/token-user.ts';
import stack from '../../ui/stack.module.css';

interface TokenFormProps {
  readonly path: string;
  /** It is the only way in, and where typing begins. */
  readonly alone: boolean;
}

/** The token stays in this browser tab only. */
export function TokenForm({ path, alone }: TokenFormProps) {
  const [token, setToken] = useState('');
  const [fault, setFault] = useState<string | null>(null);

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const given = token.trim().replace(/^Bearer\s+/i, '');
    if (tokenUser(given) === null) {
      setFault('This is not a token: expected three parts separated by dots that name a user.');
      return;
    }
    signInWithToken(given, path);
  };

  return (
    <form className={stack.stack} onSubmit={submit}>
      <Textarea
        label="Access token"
        rows={4}
        autoFocus={alone}
        spellCheck={false}
        autoComplete="off"
        value={token}
        error={fault}
        classNames={{ input: stack.mono }}
        onChange={(event) => {
          setToken(event.currentTarget.value);
          setFault(null);
        }}
      />
      <Button type="submit" fullWidth variant={alone ? 'filled' : 'default'} disabled={token.trim() === ''}>
        {alone ? 'Sign in' : 'Sign in with the token'}
      </Button>
      <p className={stack.quiet}>
        To make one, run <code>wbpm token</code> where the server runs. The token is kept until this tab is
        closed.
      </p>
    </form>
  );
}
