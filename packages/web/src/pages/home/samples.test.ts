import { expect, it } from 'vitest';
import { sampleProcess, sampleTask } from './samples.ts';

it('prefers the best sample, whatever the order', () => {
  const processes = [
    { process_id: 'employee-onboarding' },
    { process_id: 'mine' },
    { process_id: 'order-fulfilment' },
  ];
  expect(sampleProcess(processes)).toEqual({ process_id: 'order-fulfilment' });
});

it('finds nothing among other processes', () => {
  expect(sampleTask([{ process_id: 'mine' }])).toBeNull();
});
