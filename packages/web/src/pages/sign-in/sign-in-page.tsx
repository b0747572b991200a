import { Button } from '@mantine/core';
import { IconLogin2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { meQuery, methodsQuery } from '../../api/me.ts';
import { queryClient } from '../../api/query-client.ts';
import { currentToken, startOver } from '../../api/session.ts';
import { FailurePanel } from '../../components/failure-panel.tsx';
import { Entrance } from '../../ui/entrance.tsx';
import { Notice } from '../../ui/notice.tsx';
import { signInPath, wantedPath } from '../../words/wanted-path.ts';
import { NewPasswordPage } from '../password/new-password-page.tsx';
import { providerFault } from './login-fault.ts';
import { type MustChange, PasswordLogin } from './password-login.tsx';
import classes from './sign-in-page.module.css';
import { TokenForm } from './token-form.tsx';

const wantedKey = 'wbpm.wanted';

interface SignInPageProps {
  /** Why whoever is known is not let in; null: nobody is known. */
  readonly shutOut: string | null;
}

/** The ways in that this server offers; a token is the last of them. */
export function SignInPage({ shutOut }: SignInPageProps) {
  const methods = useQuery(methodsQuery());
  const [mustChange, setMustChange] = useState<MustChange | null>(null);
  const path = wantedPath(location, sessionStorage.getItem(wantedKey));
  const goOn = () => startOver(path);

  if (mustChange !== null) {
    return <NewPasswordPage userId={mustChange.userId} current={mustChange.password} onDone={goOn} />;
  }
  if (methods.data === undefined) {
    return (
      <Entrance title="Sign in">
        {methods.isError ? (
          <FailurePanel
            what="The ways to sign in could not be loaded"
            cause={methods.error}
            onRetry={methods.refetch}
          />
        ) : null}
      </Entrance>
    );
  }
  const { anonymous, password, oidc_url: oidcUrl } = methods.data;
  const alone = !password && oidcUrl === null;
  return (
    <Entrance title="Sign in">
      <Reason shutOut={shutOut} wantsToken={alone && !anonymous} />
      {password ? <PasswordLogin path={path} onMustChange={setMustChange} /> : null}
      {password && oidcUrl !== null ? <p className={classes.or}>or</p> : null}
      {oidcUrl === null ? null : (
        <Button
          component="a"
          href={`${oidcUrl}?${new URLSearchParams({ return_to: path })}`}
          variant={password ? 'default' : 'filled'}
          fullWidth
          leftSection={<IconLogin2 size={16} stroke={1.5} aria-hidden />}
          onClick={() => sessionStorage.setItem(wantedKey, path)}
        >
          Sign in with your organization
        </Button>
      )}
      {alone ? (
        <TokenForm path={path} alone />
      ) : (
        <details className={classes.token}>
          <summary>Use an access token</summary>
          <TokenForm path={path} alone={false} />
        </details>
      )}
      {anonymous ? (
        <Button component="a" href={path} variant="subtle">
          Go on without signing in
        </Button>
      ) : null}
    </Entrance>
  );
}

interface ReasonProps {
  readonly shutOut: string | null;
  /** Nothing else gets anybody in. */
  readonly wantsToken: boolean;
}

/** What brought somebody here who did not ask for it. */
function Reason({ shutOut, wantsToken }: ReasonProps): ReactNode {
  const fault = shutOut ?? providerFault(location.search);
  if (fault !== null) return <Notice tone="danger">{fault}</Notice>;
  if (currentToken() !== null) {
    return <Notice tone="warning">The server no longer accepts your token.</Notice>;
  }
  if (queryClient.getQueryData(meQuery().queryKey) !== undefined && location.pathname !== signInPath) {
    return <Notice tone="warning">Your session is over. Sign in to go on where you were.</Notice>;
  }
  return wantsToken ? <p>This server asks for a token. Paste yours to go on.</p> : null;
}
