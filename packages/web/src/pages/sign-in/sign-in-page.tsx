import { Button, Textarea } from '@mantine/core';
import { type SubmitEvent, useEffect, useState } from 'react';
import { signIn, useSession } from '../../api/session.ts';
import { tokenUser } from '../../api/token-user.ts';
import { Logo } from '../../ui/logo.tsx';
import classes from './sign-in-page.module.css';

/** Shown when the server asks for a token. The token stays in this browser tab only. */
export function SignInPage() {
  const [token, setToken] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const hadToken = useSession().token !== null;

  useEffect(() => {
    document.title = 'Sign in · WBPM';
  }, []);

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const given = token.trim().replace(/^Bearer\s+/i, '');
    if (tokenUser(given) === null) {
      setFault('This is not a token: expected three parts separated by dots that name a user.');
      return;
    }
    signIn(given);
  };

  return (
    <main className={classes.page}>
      <form className={classes.card} onSubmit={submit}>
        <Logo />
        <h1>Sign in</h1>
        <p className={classes.text}>
          {hadToken
            ? 'The server no longer accepts your token. Paste a new one.'
            : 'This server asks for a token. Paste yours to go on.'}
        </p>
        <Textarea
          label="Access token"
          rows={5}
          autoFocus
          spellCheck={false}
          value={token}
          error={fault}
          classNames={{ input: classes.token }}
          onChange={(event) => {
            setToken(event.currentTarget.value);
            setFault(null);
          }}
        />
        <Button type="submit" fullWidth disabled={token.trim() === ''}>
          Sign in
        </Button>
        <p className={classes.text}>
          To make one, run <code>wbpm token</code> where the server runs. The token is kept until this tab is
          closed.
        </p>
      </form>
    </main>
  );
}
