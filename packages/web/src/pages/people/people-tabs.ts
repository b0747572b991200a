export interface PeopleTab {
  readonly to: '/people/users' | '/people/groups' | '/people/roles' | '/people/api-keys';
  readonly label: string;
  readonly needs: string;
}

const tabs: readonly PeopleTab[] = [
  { to: '/people/users', label: 'Users', needs: 'user_read' },
  { to: '/people/groups', label: 'Groups', needs: 'group_read' },
  { to: '/people/roles', label: 'Roles', needs: 'role_read' },
  { to: '/people/api-keys', label: 'API keys', needs: 'api_key_read' },
];

/** Those somebody with these permissions sees something on. */
export function peopleTabsFor(permissions: readonly string[]): readonly PeopleTab[] {
  return tabs.filter((tab) => permissions.includes(tab.needs));
}
