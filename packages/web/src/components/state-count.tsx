import { Tooltip } from '@mantine/core';
import { type State, stateIcon, stateTone, stateWord } from './state-badge.tsx';
import classes from './state-count.module.css';

interface StateCountProps {
  readonly state: State;
  readonly count: number;
  /** The word beside the number, where no column head says it. */
  readonly withWord?: boolean;
}

/** How many are in a state; a zero steps back. */
export function StateCount({ state, count, withWord = false }: StateCountProps) {
  const Icon = stateIcon(state);
  return (
    <Tooltip label={`${count} ${stateWord(state).toLowerCase()}`}>
      <span className={classes.count} data-tone={count === 0 ? 'none' : stateTone(state)}>
        <Icon size={16} stroke={1.75} aria-hidden />
        {count}
        <span className={withWord ? undefined : 'visually-hidden'}> {stateWord(state).toLowerCase()}</span>
      </span>
    </Tooltip>
  );
}
