import fc from 'fast-check';

/** What random conditions and failing expressions depend on. */
export interface Switches {
  readonly v: number;
  readonly level: number;
  readonly mode: string;
  readonly pause: string | number;
  readonly called: string;
  readonly items: readonly number[];
}

/** Values with which every condition holds and no expression fails. */
export const goodSwitches: Switches = {
  v: 10,
  level: 50,
  mode: 'ok',
  pause: 'PT1M',
  called: 'called',
  items: [1, 2],
};

export const switches: fc.Arbitrary<Switches> = fc.record({
  v: fc.nat(10),
  level: fc.constantFrom(50, 50, 50, 500),
  mode: fc.constantFrom('ok', 'ok', 'ok', 'fail'),
  pause: fc.constantFrom('PT1M', 'PT1M', 'PT1M', 5),
  called: fc.constantFrom('called', 'called', 'called', 'nowhere'),
  items: fc.array(fc.nat(9), { maxLength: 3 }),
});
