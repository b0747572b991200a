import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import type { InstanceIncident } from '@wbpm/contract';
import { useState } from 'react';
import { useResolveIncident } from '../../api/changes.ts';
import { failureOf } from '../../api/errors.ts';
import type { InstanceView } from '../../api/queries.ts';
import { Notice } from '../../ui/notice.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { retryOutcome } from './retry-outcome.ts';

/** Open incidents with a way to try again, and what the last try came to. */
export function IncidentBanner({ view }: { readonly view: InstanceView }) {
  const [tried, setTried] = useState<InstanceIncident | null>(null);
  const retry = useResolveIncident();
  const { instance } = view;
  const outcome = tried === null || !retry.isSuccess ? null : retryOutcome(tried, instance);
  const failure = retry.isError ? failureOf(retry.error) : null;
  const waiting = retry.isPending || outcome?.kind === 'running';

  return (
    <>
      {instance.incidents.map((incident) => (
        <Notice
          key={incident.incident_id}
          tone="danger"
          actions={
            <Button
              leftSection={<IconRefresh size={16} stroke={1.5} aria-hidden />}
              loading={waiting && tried?.incident_id === incident.incident_id}
              disabled={instance.status !== 'active'}
              title={instance.status === 'active' ? undefined : 'The instance is suspended; resume it first.'}
              onClick={() => {
                setTried(incident);
                retry.mutate(incident.incident_id);
              }}
            >
              Retry
            </Button>
          }
        >
          <strong>{nameOf(view, incident.element_id)} failed</strong> <TimeAgo at={incident.created_at} />
          {outcome?.kind === 'failed-again' && incident.element_id === tried?.element_id
            ? ', again after the retry'
            : ''}
          <br />
          {incident.message}
        </Notice>
      ))}
      {failure === null ? null : (
        <Notice tone="danger">
          <strong>The retry was refused.</strong> {failure.message}
        </Notice>
      )}
      {tried !== null && outcome?.kind === 'moved-on' ? (
        <Notice tone="success">{nameOf(view, tried.element_id)} went through on the retry.</Notice>
      ) : null}
      {tried !== null && outcome?.kind === 'running' && instance.incidents.length === 0 ? (
        <Notice tone="info">
          Retrying {nameOf(view, tried.element_id)}. It waits for a worker to take the job.
        </Notice>
      ) : null}
    </>
  );
}

function nameOf(view: InstanceView, elementId: string): string {
  return view.activities.find((activity) => activity.element_id === elementId)?.name ?? elementId;
}
