import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { versionsQuery } from '../../api/queries.ts';
import { Loaded } from '../../components/loaded.tsx';
import { Card } from '../../ui/card.tsx';
import { SkeletonRows } from '../../ui/skeleton-rows.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import classes from './process-versions.module.css';

interface ProcessVersionsProps {
  readonly processId: string;
  /** The version this page shows. */
  readonly shown: string;
}

export function ProcessVersions({ processId, shown }: ProcessVersionsProps) {
  const versions = useQuery(versionsQuery(processId));
  return (
    <Card flush title="Versions">
      <Loaded
        query={versions}
        what="The versions could not be loaded"
        skeleton={<SkeletonRows rows={2} height="var(--row)" label="Loading versions" />}
      >
        {(data) => (
          <ol>
            {data.versions.map((version) => (
              <li key={version.definition_id} className={classes.row}>
                <Link
                  to="/processes/$processId"
                  params={{ processId: version.definition_id }}
                  aria-current={version.definition_id === shown ? 'true' : undefined}
                  className={classes.link}
                >
                  Version {version.version}
                </Link>
                {version.definition_id === shown ? <span className={classes.shown}>shown</span> : null}
                <span className={classes.when}>
                  <TimeAgo at={version.created_at} /> by {version.created_by}
                </span>
              </li>
            ))}
          </ol>
        )}
      </Loaded>
    </Card>
  );
}
