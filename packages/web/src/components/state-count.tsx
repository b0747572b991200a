import { Tooltip } from '@mantine/core';
import { type State, stateIcon, stateTone, stateWord } from './state-badge.tsx';
import classes from './state-count.module.css';

/** How many are in a state; a zero steps back. */
export function StateCount({ state, count }: { readonly state: State; readonly count: number }) {
  const Icon = stateIcon(state);
  return (
    <Tooltip label={`${count} ${stateWord(state).toLowerCase()}`}>
      <span className={classes.count} data-tone={count === 0 ? 'none' : stateTone(state)}>
        <Icon size={16} stroke={1.75} aria-hidden />
        {count}
        <span className="visually-hidden"> {stateWord(state).toLowerCase()}</span>
      </span>
    </Tooltip>
  );
}
