import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ProcessDetail } from '@wbpm/contract';
import { useLive } from '../../api/feed.ts';
import { processQuery } from '../../api/queries.ts';
import { Loaded } from '../../components/loaded.tsx';
import { StateCount } from '../../components/state-count.tsx';
import { Diagram } from '../../diagram/diagram.tsx';
import { Page } from '../../shell/page.tsx';
import { Card } from '../../ui/card.tsx';
import { SkeletonRows } from '../../ui/skeleton-rows.tsx';
import { ProcessInstances } from './process-instances.tsx';
import classes from './process-page.module.css';
import { ProcessVersions } from './process-versions.tsx';
import { StartSheet } from './start-sheet.tsx';

const route = getRouteApi('/processes/$processId');

export function ProcessPage() {
  const { processId } = route.useParams();
  const { start, status } = route.useSearch();
  const navigate = route.useNavigate();
  const process = useQuery(processQuery(processId));
  const key = process.data?.process_id;
  useLive(key === undefined ? [] : [key]);

  return (
    <Page
      title={process.data?.name ?? processId}
      crumbs={[{ label: 'Processes', link: { to: '/processes' } }]}
      action={
        process.data === undefined ? undefined : (
          <Button
            leftSection={<IconPlayerPlay size={16} stroke={1.5} aria-hidden />}
            onClick={() => void navigate({ search: (search) => ({ ...search, start: true as const }) })}
          >
            Start
          </Button>
        )
      }
    >
      <Loaded
        query={process}
        what="This process could not be loaded"
        skeleton={<SkeletonRows rows={8} height="var(--row)" label="Loading the process" />}
      >
        {(data) => (
          <>
            <ProcessFacts process={data} />
            <div className={classes.diagram}>
              <Card flush>
                <Diagram
                  definitionId={data.definition_id}
                  label={`Diagram of ${data.name}`}
                  height="var(--diagram)"
                />
              </Card>
            </div>
            <div className={classes.columns}>
              <ProcessInstances
                processId={data.process_id}
                status={status}
                onStatus={(next) =>
                  void navigate({ search: next === undefined ? {} : { status: next }, replace: true })
                }
              />
              <ProcessVersions processId={data.process_id} shown={data.definition_id} />
            </div>
            <StartSheet
              process={data}
              opened={start === true}
              onClose={() => void navigate({ search: ({ start: _open, ...rest }) => rest })}
            />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function ProcessFacts({ process }: { readonly process: ProcessDetail }) {
  return (
    <div className={classes.facts}>
      <code>{process.process_id}</code>
      <span>version {process.version}</span>
      <StateCount state="active" count={process.instances.active} withWord />
      <StateCount state="incident" count={process.instances.incident} withWord />
      <StateCount state="completed" count={process.instances.completed} withWord />
      {process.description === null ? null : <p className={classes.description}>{process.description}</p>}
    </div>
  );
}
