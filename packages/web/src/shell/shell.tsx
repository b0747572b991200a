import { Outlet, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { useTaskFeed } from '../api/feed.ts';
import { Rail } from './rail.tsx';
import classes from './shell.module.css';
import { type ShellActions, ShellContext } from './shell-context.ts';
import { StaleBar } from './stale-bar.tsx';
import { TabBar } from './tab-bar.tsx';
import { useShortcuts } from './use-shortcuts.ts';

const CommandPalette = lazy(() =>
  import('./command-palette.tsx').then((part) => ({ default: part.CommandPalette })),
);
const ShortcutSheet = lazy(() =>
  import('./shortcut-sheet.tsx').then((part) => ({ default: part.ShortcutSheet })),
);

type Layer = 'palette' | 'help' | null;

export function Shell() {
  const [layer, setLayer] = useState<Layer>(null);
  const actions = useMemo<ShellActions>(
    () => ({ openPalette: () => setLayer('palette'), openHelp: () => setLayer('help') }),
    [],
  );
  useShortcuts({ onPalette: actions.openPalette, onHelp: actions.openHelp });
  useFocusOnNavigation();
  useTaskFeed();
  return (
    <ShellContext value={actions}>
      <a className={classes.skip} href="#content">
        Skip to content
      </a>
      <div className={classes.frame}>
        <Rail onHelp={actions.openHelp} />
        <div className={classes.page}>
          <StaleBar />
          <Outlet />
        </div>
        <TabBar />
      </div>
      <Suspense>
        {layer === 'palette' ? <CommandPalette onClose={() => setLayer(null)} /> : null}
        {layer === 'help' ? <ShortcutSheet opened onClose={() => setLayer(null)} /> : null}
      </Suspense>
    </ShellContext>
  );
}

/** A new page starts at its title, for the eye and for the screen reader. */
function useFocusOnNavigation(): void {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe('onRendered', ({ pathChanged, fromLocation }) => {
        if (!pathChanged || fromLocation === undefined) return;
        const targets = document.querySelectorAll<HTMLElement>('[data-page-focus]');
        [...targets].at(-1)?.focus({ preventScroll: true });
      }),
    [router],
  );
}
