import { Tabs } from '@mantine/core';
import type { InstanceView } from '../../api/queries.ts';
import { type InstanceTab, instanceTabs } from './instance-search.ts';
import { JournalTab } from './journal-tab.tsx';
import { TimelineTab } from './timeline-tab.tsx';
import { VariablesTab } from './variables-tab.tsx';

interface InstanceTabsProps {
  readonly view: InstanceView;
  readonly tab: InstanceTab;
  readonly onTab: (tab: InstanceTab) => void;
}

export function InstanceTabs({ view, tab, onTab }: InstanceTabsProps) {
  return (
    <Tabs
      value={tab}
      onChange={(chosen) => onTab(instanceTabs.find((each) => each === chosen) ?? 'timeline')}
      keepMounted={false}
      styles={{ list: { padding: '0 8px' }, tab: { minHeight: 44 } }}
    >
      <Tabs.List aria-label="About this instance">
        <Tabs.Tab value="timeline">Timeline</Tabs.Tab>
        <Tabs.Tab value="variables">Variables</Tabs.Tab>
        <Tabs.Tab value="journal">Journal</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="timeline">
        <TimelineTab activities={view.activities} incidents={view.instance.incidents} />
      </Tabs.Panel>
      <Tabs.Panel value="variables">
        <VariablesTab variables={view.instance.variables} />
      </Tabs.Panel>
      <Tabs.Panel value="journal">
        <JournalTab events={view.events} />
      </Tabs.Panel>
    </Tabs>
  );
}
