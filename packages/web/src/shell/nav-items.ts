import {
  type Icon,
  IconBuilding,
  IconChecklist,
  IconHome,
  IconRoute,
  IconSitemap,
  IconUsers,
} from '@tabler/icons-react';

export interface NavItem {
  readonly to: '/' | '/processes' | '/instances' | '/tasks' | '/people' | '/tenants';
  readonly label: string;
  readonly icon: Icon;
  /** Pressed after `g`. */
  readonly key: string;
  /** Shown to those who have one of these; to everybody without it. */
  readonly needs?: readonly string[];
}

const home: NavItem = { to: '/', label: 'Home', icon: IconHome, key: 'h' };
const tasks: NavItem = { to: '/tasks', label: 'Tasks', icon: IconChecklist, key: 't' };
const instances: NavItem = { to: '/instances', label: 'Instances', icon: IconRoute, key: 'i' };
const processes: NavItem = { to: '/processes', label: 'Processes', icon: IconSitemap, key: 'p' };
const people: NavItem = {
  to: '/people',
  label: 'People',
  icon: IconUsers,
  key: 'u',
  needs: ['user_read', 'group_read', 'role_read', 'api_key_read'],
};
const tenants: NavItem = {
  to: '/tenants',
  label: 'Tenants',
  icon: IconBuilding,
  key: 'n',
  needs: ['tenant_read'],
};

const railItems: readonly NavItem[] = [home, tasks, instances, processes, people, tenants];
/** On a phone the tasks come first: they are what people open it for. */
export const tabItems: readonly NavItem[] = [tasks, instances, processes, home];

/** The pages somebody with these permissions can do something on. */
export function navItemsFor(permissions: readonly string[]): readonly NavItem[] {
  return railItems.filter(
    ({ needs }) => needs === undefined || needs.some((each) => permissions.includes(each)),
  );
}

/** What a phone has no tab for. */
export function beyondTabs(items: readonly NavItem[]): readonly NavItem[] {
  return items.filter((item) => !tabItems.includes(item));
}
