import { type ReactNode, useEffect, useState } from 'react';

/** Shows its children only after 150 ms: an answer quicker than that never flickers through a skeleton. */
export function Delayed({ children, ms = 150 }: { readonly children: ReactNode; readonly ms?: number }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return <div style={{ visibility: shown ? 'visible' : 'hidden' }}>{children}</div>;
}
