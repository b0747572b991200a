import fc from 'fast-check';
import pg from 'pg';
import { expect, it } from 'vitest';
import { parameterText } from './parameter-text.ts';
import { rowTypes } from './row-types.ts';

const textArray: number = 1009;

it('writes any array of texts so that it reads back unchanged', () => {
  const read = rowTypes.getTypeParser(textArray);
  fc.assert(
    fc.property(fc.array(fc.option(fc.string({ unit: 'binary' }))), (texts) => {
      expect(read(String(parameterText(texts)))).toEqual(texts);
      expect(pg.types.getTypeParser(textArray, 'text')(parameterText(texts))).toEqual(texts);
    }),
  );
});

it('writes dates in UTC and leaves null alone', () => {
  expect(parameterText(new Date(0))).toBe('1970-01-01T00:00:00.000Z');
  expect(parameterText([new Date(0), null, true, 1.5])).toBe('{"1970-01-01T00:00:00.000Z",NULL,true,1.5}');
  expect(parameterText(null)).toBeNull();
});
