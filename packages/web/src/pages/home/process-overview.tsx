import { Link } from '@tanstack/react-router';
import type { ProcessList } from '@wbpm/contract';
import { Loaded } from '../../components/loaded.tsx';
import { StateCount } from '../../components/state-count.tsx';
import { Card } from '../../ui/card.tsx';
import { SkeletonRows } from '../../ui/skeleton-rows.tsx';
import classes from './process-overview.module.css';

const shownProcesses = 8;

interface ProcessOverviewProps {
  readonly processes: {
    readonly data: ProcessList | undefined;
    readonly isPending: boolean;
    readonly error: unknown;
    readonly refetch: () => unknown;
  };
}

export function ProcessOverview({ processes }: ProcessOverviewProps) {
  return (
    <Card flush title="Processes" aside={<Link to="/processes">All processes</Link>}>
      <Loaded
        query={processes}
        what="The processes could not be loaded"
        skeleton={<SkeletonRows rows={3} height={44} label="Loading processes" />}
      >
        {(data) =>
          data.processes.length === 0 ? (
            <p className={classes.none}>
              None deployed yet. <Link to="/processes">Deploy a BPMN file</Link>
            </p>
          ) : (
            <ul>
              {data.processes.slice(0, shownProcesses).map((process) => (
                <li key={process.process_id} className={classes.row}>
                  <Link
                    to="/processes/$processId"
                    params={{ processId: process.process_id }}
                    className={classes.name}
                    title={process.name}
                  >
                    {process.name}
                  </Link>
                  <StateCount state="active" count={process.instances.active} />
                  <StateCount state="incident" count={process.instances.incident} />
                  <StateCount state="completed" count={process.instances.completed} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}
