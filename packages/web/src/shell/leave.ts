import { notifications } from '@mantine/notifications';
import { failureOf } from '../api/errors.ts';
import { signOut } from '../api/sign-out.ts';

/** Logs out, or says why not. */
export function leave(): void {
  signOut().catch((cause: unknown) => {
    const { message } = failureOf(cause);
    notifications.show({ color: 'red', title: 'Not logged out', message, autoClose: false });
  });
}
