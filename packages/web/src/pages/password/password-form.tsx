import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { client } from '../../api/client.ts';
import { failureOf, fieldFaults } from '../../api/errors.ts';
import { Notice } from '../../ui/notice.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import stack from '../../ui/stack.module.css';
import { type PasswordFaults, passwordFaults, shortestPassword } from './password-faults.ts';

interface PasswordFormProps {
  readonly userId: string;
  /** Known already, and not asked for. */
  readonly current?: string | undefined;
  /** What the present password is called. */
  readonly currentLabel: string;
  readonly autoFocus: boolean;
  readonly onDone: () => void;
}

/** The password one has and, twice, the one to come. */
export function PasswordForm({ userId, current, currentLabel, autoFocus, onDone }: PasswordFormProps) {
  const [entry, setEntry] = useState({ current: current ?? '', next: '', again: '' });
  const [faults, setFaults] = useState<PasswordFaults>({});
  const [unplaced, setUnplaced] = useState<string | null>(null);
  const change = useMutation({
    mutationFn: () =>
      client.login.changePassword({ current_password: entry.current, new_password: entry.next }),
    onSuccess: () => {
      setEntry({ current: '', next: '', again: '' });
      onDone();
    },
    onError: (cause) => {
      const failure = failureOf(cause);
      const objection = fieldFaults(failure.findings)['new_password'];
      if (objection !== undefined) setFaults({ next: objection });
      else if (failure.kind === 'denied' && current === undefined) setFaults({ current: failure.message });
      else setUnplaced(failure.message);
    },
  });

  const enter = (part: Partial<typeof entry>) => {
    setEntry({ ...entry, ...part });
    setFaults({});
    setUnplaced(null);
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const found = passwordFaults(entry);
    setFaults(found);
    if (Object.keys(found).length === 0 && !change.isPending) change.mutate();
  };

  return (
    <form className={stack.stack} onSubmit={submit} noValidate>
      <input type="text" name="username" autoComplete="username" value={userId} readOnly hidden />
      {current === undefined ? (
        <PasswordField
          label={currentLabel}
          name="current-password"
          autoComplete="current-password"
          autoFocus={autoFocus}
          value={entry.current}
          error={faults.current}
          onChange={(event) => enter({ current: event.currentTarget.value })}
        />
      ) : null}
      <PasswordField
        label="New password"
        description={`At least ${shortestPassword} characters, and hard to guess: a few words that have nothing to do with each other do well. Digits and signs are not needed.`}
        name="new-password"
        autoComplete="new-password"
        autoFocus={autoFocus && current !== undefined}
        value={entry.next}
        error={faults.next}
        onChange={(event) => enter({ next: event.currentTarget.value })}
      />
      <PasswordField
        label="New password, again"
        name="new-password-again"
        autoComplete="new-password"
        value={entry.again}
        error={faults.again}
        onChange={(event) => enter({ again: event.currentTarget.value })}
      />
      {unplaced === null ? null : <Notice tone="danger">{unplaced}</Notice>}
      <Button type="submit" loading={change.isPending}>
        Change password
      </Button>
    </form>
  );
}
