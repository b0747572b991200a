import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useLive } from '../../api/feed.ts';
import { type InstanceView, instanceViewQuery } from '../../api/queries.ts';
import { Loaded } from '../../components/loaded.tsx';
import { Diagram } from '../../diagram/diagram.tsx';
import { instanceMarks } from '../../diagram/instance-marks.ts';
import { Page } from '../../shell/page.tsx';
import { Card } from '../../ui/card.tsx';
import { middleEllipsis } from '../../ui/middle-ellipsis.ts';
import { SkeletonRows } from '../../ui/skeleton-rows.tsx';
import { CancelInstance } from './cancel-instance.tsx';
import { IncidentBanner } from './incident-banner.tsx';
import { InstanceFacts } from './instance-facts.tsx';
import classes from './instance-page.module.css';
import { InstanceTabs } from './instance-tabs.tsx';
import { WaitList } from './wait-list.tsx';

const route = getRouteApi('/instances/$instanceId');

export function InstancePage() {
  const { instanceId } = route.useParams();
  const view = useQuery(instanceViewQuery(instanceId));
  const instance = view.data?.instance;
  useLive(instance === undefined ? [] : [instance.process_id]);
  const running = instance?.status === 'active' || instance?.status === 'suspended';

  return (
    <Page
      title={instance?.business_key ?? `Instance ${middleEllipsis(instanceId, 13)}`}
      crumbs={[{ label: 'Instances', link: { to: '/instances' } }]}
      action={running ? <CancelInstance instanceId={instanceId} /> : undefined}
    >
      <Loaded
        query={view}
        what="This instance could not be loaded"
        skeleton={<SkeletonRows rows={10} height="var(--row)" label="Loading the instance" />}
      >
        {(data) => <InstanceContent view={data} />}
      </Loaded>
    </Page>
  );
}

function InstanceContent({ view }: { readonly view: InstanceView }) {
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  const { instance } = view;
  return (
    <div className={classes.content}>
      <InstanceFacts instance={instance} />
      <IncidentBanner view={view} />
      <Card flush>
        <Diagram
          definitionId={instance.definition_id}
          label={`Diagram of ${instance.process_name} with the path of this instance`}
          marks={instanceMarks(view)}
          height="var(--diagram)"
        />
      </Card>
      <div className={classes.columns}>
        <Card flush>
          <InstanceTabs
            view={view}
            tab={tab ?? 'timeline'}
            onTab={(next) => void navigate({ search: { tab: next }, replace: true })}
          />
        </Card>
        <div className={classes.waits}>
          <Card title="Waiting for">
            <WaitList view={view} />
          </Card>
        </div>
      </div>
    </div>
  );
}
