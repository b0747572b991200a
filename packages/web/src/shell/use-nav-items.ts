import { useMemo } from 'react';
import { useMe } from '../api/me.ts';
import { type NavItem, navItemsFor } from './nav-items.ts';

export function useNavItems(): readonly NavItem[] {
  const { permissions } = useMe();
  return useMemo(() => navItemsFor(permissions), [permissions]);
}
