import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useRef, useState } from 'react';
import { client } from '../../api/client.ts';
import { failureOf } from '../../api/errors.ts';
import { dropToken, startOver } from '../../api/session.ts';
import { Notice } from '../../ui/notice.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import stack from '../../ui/stack.module.css';
import { loginFault } from './login-fault.ts';
import classes from './sign-in-page.module.css';
import { isUsualTenant, rememberedTenant, rememberTenant } from './tenant-memory.ts';

/** Who has shown their password, and has to choose another before anything else. */
export interface MustChange {
  readonly userId: string;
  readonly password: string;
}

interface PasswordLoginProps {
  readonly path: string;
  readonly onMustChange: (who: MustChange) => void;
}

export function PasswordLogin({ path, onMustChange }: PasswordLoginProps) {
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [tenant, setTenant] = useState(rememberedTenant);
  const [withTenant, setWithTenant] = useState(() => !isUsualTenant(tenant));
  const passwordInput = useRef<HTMLInputElement>(null);
  const login = useMutation({
    mutationFn: () =>
      client.login.login({
        tenant_id: tenant.trim(),
        username: username.trim(),
        password,
        cookie: true,
      }),
    onSuccess: (session) => {
      rememberTenant(session.tenant_id);
      dropToken();
      if (session.must_change_password) onMustChange({ userId: session.user_id, password });
      else startOver(path);
    },
    onError: () => passwordInput.current?.select(),
  });

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!login.isPending) login.mutate();
  };

  return (
    <form className={stack.stack} onSubmit={submit}>
      {login.isError ? <Notice tone="danger">{loginFault(failureOf(login.error))}</Notice> : null}
      <TextInput
        label="User name"
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        required
        withAsterisk={false}
        value={username}
        onChange={(event) => setUsername(event.currentTarget.value)}
      />
      <PasswordField
        ref={passwordInput}
        label="Password"
        name="password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {withTenant ? (
        <TextInput
          label="Tenant"
          description="Kept in this browser"
          name="organization"
          autoComplete="organization"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          value={tenant}
          onChange={(event) => setTenant(event.currentTarget.value)}
        />
      ) : null}
      <Button type="submit" fullWidth loading={login.isPending}>
        Sign in
      </Button>
      {withTenant ? null : (
        <button type="button" className={classes.disclosure} onClick={() => setWithTenant(true)}>
          Another tenant
        </button>
      )}
    </form>
  );
}
