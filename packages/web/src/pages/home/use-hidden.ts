import { useState } from 'react';

/** Something a person has put away for good in this browser. */
export function useHidden(name: string): readonly [boolean, () => void] {
  const key = `wbpm.hidden.${name}`;
  const [hidden, setHidden] = useState(() => localStorage.getItem(key) === 'yes');
  const hide = () => {
    localStorage.setItem(key, 'yes');
    setHidden(true);
  };
  return [hidden, hide];
}
