import { Button } from '@mantine/core';
import { IconDeviceDesktop } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Session } from '@wbpm/contract';
import { client } from '../../api/client.ts';
import { failureOf } from '../../api/errors.ts';
import { usePeopleChange } from '../../api/people-changes.ts';
import { sessionsQuery } from '../../api/people-queries.ts';
import { Loaded } from '../../components/loaded.tsx';
import { Card } from '../../ui/card.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SkeletonRows } from '../../ui/skeleton-rows.tsx';
import { Tags } from '../../ui/tags.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { agentWords } from '../../words/agents.ts';
import classes from './my-sessions.module.css';

/** Where one is logged in, each place to be left from here. */
export function MySessions() {
  const sessions = useQuery(sessionsQuery());
  const end = usePeopleChange((sessionId: string) => client.login.endSession(sessionId));
  return (
    <Card title="Where you are logged in" flush>
      {end.isError ? (
        <Notice tone="danger">
          <strong>Not ended.</strong> {failureOf(end.error).message}
        </Notice>
      ) : null}
      <Loaded
        query={sessions}
        what="Your sessions could not be loaded"
        skeleton={<SkeletonRows rows={2} height={64} label="Loading your sessions" />}
      >
        {(data) => (
          <ul>
            {data.sessions
              .toSorted((left, right) => Number(right.current) - Number(left.current))
              .map((session) => (
                <li key={session.session_id} className={classes.session}>
                  <IconDeviceDesktop size={20} stroke={1.5} aria-hidden className={classes.icon} />
                  <div className={classes.text}>
                    <p className={classes.agent} title={session.user_agent ?? undefined}>
                      {agentWords(session.user_agent)}
                      {session.current ? <Tags names={['This browser']} /> : null}
                    </p>
                    <p className={classes.when}>
                      <Times session={session} />
                    </p>
                  </div>
                  {session.current ? null : (
                    <Button
                      variant="default"
                      disabled={end.isPending}
                      aria-label={`End the session in ${agentWords(session.user_agent)}`}
                      onClick={() => end.mutate(session.session_id)}
                    >
                      End
                    </Button>
                  )}
                </li>
              ))}
          </ul>
        )}
      </Loaded>
    </Card>
  );
}

function Times({ session }: { readonly session: Session }) {
  return (
    <>
      Used <TimeAgo at={session.used_at} />, since <TimeAgo at={session.created_at} />
      {session.client_address === null ? '' : `, from ${session.client_address}`},{' '}
      {session.origin === 'oidc' ? 'by the identity provider' : 'by password'}; over at the latest{' '}
      <TimeAgo at={session.expires_at} />
    </>
  );
}
