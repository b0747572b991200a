import { expect, it } from 'vitest';
import { beyondTabs, navItemsFor } from './nav-items.ts';

const labels = (permissions: readonly string[]) => navItemsFor(permissions).map((item) => item.label);

it('shows the pages of everybody to everybody', () => {
  expect(labels([])).toEqual(['Home', 'Tasks', 'Instances', 'Processes']);
});

it('shows people to who may see some of them, and tenants to who looks after those', () => {
  expect(labels(['group_read'])).toContain('People');
  expect(labels(['group_read'])).not.toContain('Tenants');
  expect(labels(['tenant_read'])).toEqual(['Home', 'Tasks', 'Instances', 'Processes', 'Tenants']);
});

it('leaves to the menu of a phone what has no tab', () => {
  expect(beyondTabs(navItemsFor(['user_read', 'tenant_read'])).map((item) => item.label)).toEqual([
    'People',
    'Tenants',
  ]);
});
