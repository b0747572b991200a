import { createHash } from 'node:crypto';
import type { Event, Json } from '@wbpm/engine';
import { describe, expect, it } from 'vitest';
import { eventsText, type PlacedReference, putBack, TakenOut } from './taken-out.ts';

const limitBytes = 1000;
const long = 'x'.repeat(2000);

function takenFrom(...events: readonly Event[]) {
  const takenOut = new TakenOut(limitBytes);
  const { events: text, largeValues } = eventsText(events, takenOut);
  const places = largeValues === null ? [] : (JSON.parse(largeValues) as PlacedReference[]);
  const restored: unknown = JSON.parse(text);
  const contents = new Map(takenOut.values.map(({ sha256, content }) => [sha256, content]));
  for (const { pointer, sha256 } of places) {
    putBack(restored, pointer, JSON.parse(Buffer.from(contents.get(sha256) ?? []).toString()) as Json);
  }
  expect(restored).toEqual(JSON.parse(JSON.stringify(events)));
  return { text, places, values: takenOut.values };
}

const set = (variables: Readonly<Record<string, Json>>): Event => ({
  type: 'variablesSet',
  scopeId: 's',
  variables,
});

describe('the events of a journal row', () => {
  it('are left alone when they are short', () => {
    expect(takenFrom(set({ a: 1 }))).toEqual({
      text: '[{"type":"variablesSet","scopeId":"s","variables":{"a":1}}]',
      places: [],
      values: [],
    });
  });

  it('are left alone when many short ones are long together', () => {
    const { places } = takenFrom(...Array.from({ length: 100 }, (_each, index) => set({ a: index })));
    expect(places).toEqual([]);
  });

  it('lose a large variable to its hash', () => {
    const { text, places } = takenFrom(set({ a: 1 }), set({ b: 2, doc: { title: 't', content: long } }));
    const content = JSON.stringify({ title: 't', content: long });
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(places).toEqual([{ pointer: '/1/variables/doc', sha256, bytes: content.length }]);
    expect(JSON.parse(text)).toEqual([
      set({ a: 1 }),
      { type: 'variablesSet', scopeId: 's', variables: { b: 2, doc: null } },
    ]);
  });

  it('lose all variables that are only large together', () => {
    const { places } = takenFrom(
      set(Object.fromEntries(Array.from({ length: 20 }, (_each, index) => [`v${index}`, 'y'.repeat(100)]))),
    );
    expect(places.map(({ pointer }) => pointer)).toEqual(['/0/variables']);
  });

  it('lose a large text that is no variable', () => {
    const event: Event = {
      type: 'errorThrown',
      elementId: 'e',
      elementInstanceId: 'i',
      errorCode: 'E',
      message: long,
    };
    expect(takenFrom(event).places.map(({ pointer }) => pointer)).toEqual(['/0/message']);
  });

  it('lose a large item of a list', () => {
    const event: Event = {
      type: 'loopStarted',
      elementId: 'e',
      elementInstanceId: 'i',
      items: [1, long, null],
      total: 3,
    };
    expect(takenFrom(event).places.map(({ pointer }) => pointer)).toEqual(['/0/items/1']);
  });

  it('are given back whatever variables are called, and whatever is among them', () => {
    const names = ['', '/', '~', '~1/~0', '0', 'constructor', 'ü', '"', '__proto__'];
    const variables = Object.fromEntries(names.map((name) => [name, `${name}${long}`]));
    const reference = { pointer: '/0/variables/doc', sha256: 'f'.repeat(64), bytes: 5000 };
    const { places } = takenFrom(set({ ...variables, reference, nothing: null }));
    expect(places).toHaveLength(names.length);
  });

  it('count bytes, not characters', () => {
    expect(takenFrom(set({ a: 'ü'.repeat(400) })).places).toEqual([]);
    expect(takenFrom(set({ a: 'ü'.repeat(600) })).places).toHaveLength(1);
  });

  it('are shorter than the limit each, whatever fills them', () => {
    const variables = {
      one: long,
      ...Object.fromEntries(Array.from({ length: 30 }, (_each, index) => [`v${index}`, 'y'.repeat(100)])),
    };
    const { text, values } = takenFrom(set(variables));
    expect(text.length).toBeLessThan(limitBytes);
    expect(values).toHaveLength(1);
  });

  it('hold a value once that stands in several of them', () => {
    const { places, values } = takenFrom(set({ a: long }), set({ b: long }), set({ c: `${long}!` }));
    expect(places).toHaveLength(3);
    expect(values).toHaveLength(2);
  });
});
