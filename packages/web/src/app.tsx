import { useQuery } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { failureOf } from './api/errors.ts';
import { meQuery } from './api/me.ts';
import { useSession } from './api/session.ts';
import { FailurePanel } from './components/failure-panel.tsx';
import { router } from './routes.tsx';
import { signInPath } from './words/wanted-path.ts';

const SignInPage = lazy(() =>
  import('./pages/sign-in/sign-in-page.tsx').then((part) => ({ default: part.SignInPage })),
);
const NewPasswordPage = lazy(() =>
  import('./pages/password/new-password-page.tsx').then((part) => ({ default: part.NewPasswordPage })),
);

/** Signing in keeps the address: whoever has come in goes on where they were. */
export function App() {
  const { refused } = useSession();
  const { data: me, error, refetch } = useQuery(meQuery());
  const failure = error === null ? null : failureOf(error);
  // Nobody of a suspended tenant is let in, whoever they are.
  const shutOut = failure?.kind === 'denied' ? failure.message : null;

  if (refused || shutOut !== null || location.pathname === signInPath) {
    return (
      <Suspense>
        <SignInPage shutOut={shutOut} />
      </Suspense>
    );
  }
  if (me === undefined) {
    return failure === null ? null : (
      <main>
        <FailurePanel what="WBPM could not be opened" cause={error} onRetry={refetch} />
      </main>
    );
  }
  if (me.must_change_password) {
    return (
      <Suspense>
        <NewPasswordPage userId={me.user_id} />
      </Suspense>
    );
  }
  return <RouterProvider router={router} />;
}
