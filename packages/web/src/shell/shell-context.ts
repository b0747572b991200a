import { createContext, useContext } from 'react';

export interface ShellActions {
  readonly openPalette: () => void;
  readonly openHelp: () => void;
}

export const ShellContext = createContext<ShellActions>({
  openPalette: () => undefined,
  openHelp: () => undefined,
});

export function useShell(): ShellActions {
  return useContext(ShellContext);
}
