import { type Icon, IconChecklist, IconHome, IconRoute, IconSitemap } from '@tabler/icons-react';

export interface NavItem {
  readonly to: '/' | '/processes' | '/instances' | '/tasks';
  readonly label: string;
  readonly icon: Icon;
  /** Pressed after `g`. */
  readonly key: string;
}

const home: NavItem = { to: '/', label: 'Home', icon: IconHome, key: 'h' };
const tasks: NavItem = { to: '/tasks', label: 'Tasks', icon: IconChecklist, key: 't' };
const instances: NavItem = { to: '/instances', label: 'Instances', icon: IconRoute, key: 'i' };
const processes: NavItem = { to: '/processes', label: 'Processes', icon: IconSitemap, key: 'p' };

export const railItems: readonly NavItem[] = [home, tasks, instances, processes];
/** On a phone the tasks come first: they are what people open it for. */
export const tabItems: readonly NavItem[] = [tasks, instances, processes, home];
