import { Button } from '@mantine/core';
import { startOver } from '../../api/session.ts';
import { leave } from '../../shell/leave.ts';
import { Entrance } from '../../ui/entrance.tsx';
import { PasswordForm } from './password-form.tsx';

interface NewPasswordPageProps {
  readonly userId: string;
  /** The one just shown at the door. */
  readonly current?: string;
  readonly onDone?: () => void;
}

/** Whoever was given a password chooses their own before anything else. */
export function NewPasswordPage({ userId, current, onDone = startOver }: NewPasswordPageProps) {
  return (
    <Entrance title="Choose your password">
      <p>
        You are signed in as <strong>{userId}</strong>. Somebody else has seen the password you were given:
        choose one that only you know to go on.
      </p>
      <PasswordForm
        userId={userId}
        current={current}
        currentLabel="Password you were given"
        autoFocus
        onDone={() => onDone()}
      />
      <Button variant="subtle" onClick={leave}>
        Log out
      </Button>
    </Entrance>
  );
}
