import { type Event, fold, type JournalEntry } from '@wbpm/engine';
import { describe, expect, it } from 'vitest';
import { inCurrentEvents } from './current-events.ts';

const of = { elementId: 'wait', elementInstanceId: 't' };
const begun = [
  {
    type: 'instanceStarted',
    instanceId: 'i',
    processId: 'p',
    definitionId: 'd',
    version: 1,
    businessKey: null,
  },
  { type: 'elementReady', ...of, scopeId: 'i', flowId: null },
  { type: 'elementActivated', ...of },
  { type: 'timerScheduled', ...of, dueAt: 5000 },
];
const stateAfter = (...events: object[]) => {
  const entry = { firstSeq: 1, at: 0, actor: 'a', command: 'c', events: [...begun, ...events] };
  // As the store gives it back.
  return fold([inCurrentEvents(JSON.parse(JSON.stringify(entry)) as JournalEntry)]);
};

describe('a journal from before timers were subscriptions', () => {
  it('adds up to a state that waits for the timer', () => {
    const state = stateAfter();
    expect(state?.sequence).toBe(4);
    expect([...(state?.subscriptions.values() ?? [])]).toMatchObject([
      { id: 't', elementId: 'wait', hostId: 't', awaited: { kind: 'timer', dueAt: 5000 } },
    ]);
  });

  it('goes on when the timer fired then', () => {
    const state = stateAfter({ type: 'timerFired', ...of }, { type: 'elementCompleted', ...of });
    expect(state?.elements.size).toBe(0);
    expect(state?.subscriptions.size).toBe(0);
  });

  it('goes on when the timer fired after the upgrade', () => {
    const fired: Event = { type: 'eventTriggered', ...of, subscriptionId: 't', kind: 'timer' };
    const state = stateAfter(fired, { type: 'elementCompleting', ...of });
    expect(state?.elements.get('t')?.status).toBe('completing');
    expect(state?.subscriptions.size).toBe(0);
  });
});
