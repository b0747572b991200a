import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLive } from '../../api/feed.ts';
import { incidentsQuery, openTasksQuery, processesQuery } from '../../api/queries.ts';
import { Page } from '../../shell/page.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Attention } from './attention.tsx';
import { FirstRun } from './first-run.tsx';
import classes from './home-page.module.css';
import { MyWork } from './my-work.tsx';
import { Numbers } from './numbers.tsx';
import { ProcessOverview } from './process-overview.tsx';
import { sampleProcess } from './samples.ts';
import { useHidden } from './use-hidden.ts';

/** What runs, what waits for me, what is broken. */
export function HomePage() {
  const processes = useQuery(processesQuery());
  const tasks = useQuery(openTasksQuery());
  const incidents = useQuery(incidentsQuery());
  const [heroHidden, hideHero] = useHidden('first-run');
  const [openTask, setOpenTask] = useState<string | null>(null);
  useLive(processes.data?.processes.map((process) => process.process_id) ?? []);
  const sample = sampleProcess(processes.data?.processes ?? []);
  const showHero = !heroHidden && sample !== null && tasks.data !== undefined;

  return (
    <Page
      title="Home"
      action={
        heroHidden || (processes.data !== undefined && sample === null) ? (
          <LinkButton to="/processes">Start a process</LinkButton>
        ) : undefined
      }
    >
      <div className={classes.home}>
        {showHero ? (
          <FirstRun
            process={sample}
            tasks={tasks.data.tasks}
            quiet={openTask !== null}
            onOpen={() => setOpenTask(null)}
            onHide={hideHero}
          />
        ) : null}
        <div className={classes.columns}>
          <div className={classes.column}>
            <MyWork tasks={tasks} opened={openTask} onOpen={setOpenTask} />
            <Attention incidents={incidents} />
          </div>
          <div className={classes.column}>
            <Numbers processes={processes.data?.processes} tasks={tasks.data?.tasks.length} />
            <ProcessOverview processes={processes} />
          </div>
        </div>
      </div>
    </Page>
  );
}
