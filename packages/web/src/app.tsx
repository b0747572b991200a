import { RouterProvider } from '@tanstack/react-router';
import { useSession } from './api/session.ts';
import { SignInPage } from './pages/sign-in/sign-in-page.tsx';
import { router } from './routes.tsx';

/** Signing in keeps the address: whoever gets a new token goes on where they were. */
export function App() {
  const { refused } = useSession();
  return refused ? <SignInPage /> : <RouterProvider router={router} />;
}
