import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { instanceSearch } from './pages/instances/instance-search.ts';
import { instancesSearch } from './pages/instances/instances-search.ts';
import { NotFoundPage } from './pages/not-found-page.tsx';
import { openSearch, usersSearch } from './pages/people/people-search.ts';
import { processSearch } from './pages/processes/process-search.ts';
import { processesSearch } from './pages/processes/processes-search.ts';
import { Shell } from './shell/shell.tsx';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/home/home-page.tsx'), 'HomePage'),
});

const processes = createRoute({
  getParentRoute: () => root,
  path: '/processes',
  validateSearch: processesSearch,
  component: lazyRouteComponent(() => import('./pages/processes/processes-page.tsx'), 'ProcessesPage'),
});

const process = createRoute({
  getParentRoute: () => root,
  path: '/processes/$processId',
  validateSearch: processSearch,
  component: lazyRouteComponent(() => import('./pages/processes/process-page.tsx'), 'ProcessPage'),
});

const instances = createRoute({
  getParentRoute: () => root,
  path: '/instances',
  validateSearch: instancesSearch,
  component: lazyRouteComponent(() => import('./pages/instances/instances-page.tsx'), 'InstancesPage'),
});

const instance = createRoute({
  getParentRoute: () => root,
  path: '/instances/$instanceId',
  validateSearch: instanceSearch,
  component: lazyRouteComponent(() => import('./pages/instances/instance-page.tsx'), 'InstancePage'),
});

const tasks = createRoute({
  getParentRoute: () => root,
  path: '/tasks',
  component: lazyRouteComponent(() => import('./pages/tasks/tasks-page.tsx'), 'TasksPage'),
});

const task = createRoute({
  getParentRoute: () => tasks,
  path: '$taskId',
  component: lazyRouteComponent(() => import('./pages/tasks/task-page.tsx'), 'TaskPage'),
});

const people = createRoute({
  getParentRoute: () => root,
  path: '/people',
  component: lazyRouteComponent(() => import('./pages/people/people-page.tsx'), 'PeoplePage'),
});

const users = createRoute({
  getParentRoute: () => root,
  path: '/people/users',
  validateSearch: usersSearch,
  component: lazyRouteComponent(() => import('./pages/people/users-page.tsx'), 'UsersPage'),
});

const groups = createRoute({
  getParentRoute: () => root,
  path: '/people/groups',
  validateSearch: openSearch,
  component: lazyRouteComponent(() => import('./pages/people/groups-page.tsx'), 'GroupsPage'),
});

const roles = createRoute({
  getParentRoute: () => root,
  path: '/people/roles',
  validateSearch: openSearch,
  component: lazyRouteComponent(() => import('./pages/people/roles-page.tsx'), 'RolesPage'),
});

const apiKeys = createRoute({
  getParentRoute: () => root,
  path: '/people/api-keys',
  validateSearch: openSearch,
  component: lazyRouteComponent(() => import('./pages/people/api-keys-page.tsx'), 'ApiKeysPage'),
});

const tenants = createRoute({
  getParentRoute: () => root,
  path: '/tenants',
  validateSearch: openSearch,
  component: lazyRouteComponent(() => import('./pages/tenants/tenants-page.tsx'), 'TenantsPage'),
});

const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  component: lazyRouteComponent(() => import('./pages/account/account-page.tsx'), 'AccountPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    processes,
    process,
    instances,
    instance,
    tasks.addChildren([task]),
    people,
    users,
    groups,
    roles,
    apiKeys,
    tenants,
    account,
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
