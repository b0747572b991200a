import pg from 'pg';

type Parse = (text: string) => unknown;

const text: Parse = (value) => value;
const number: Parse = Number;
const json: Parse = (value) => JSON.parse(value);
const bytes: Parse = (value) => new Uint8Array(Buffer.from(value.slice(2), 'hex'));
const timestamp = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ, 'text') as Parse;
const textArrayOid: number = 1009;
const textArray = pg.types.getTypeParser(textArrayOid, 'text') as Parse;

/** A number as long as a number is exact; a bigint rather than a wrong number beyond. */
const bigint: Parse = (value) => {
  const parsed = Number(value);
  return Number.isSafeInteger(parsed) ? parsed : BigInt(value);
};

function arrayOf(parse: Parse): Parse {
  const each = (item: unknown): unknown =>
    Array.isArray(item) ? item.map(each) : typeof item === 'string' ? parse(item) : item;
  return (value) => each(textArray(value));
}

/** By type oid; pairs of the type and its array. What is missing stays text, as does numeric. */
const parsers = new Map<number, Parse>();
for (const [oid, arrayOid, parse] of [
  [16, 1000, (value) => value === 't'],
  [17, 1001, bytes],
  [20, 1016, bigint],
  [21, 1005, number],
  [23, 1007, number],
  [26, 1028, number],
  [700, 1021, number],
  [701, 1022, number],
  [114, 199, json],
  [3802, 3807, json],
  [1184, 1185, timestamp],
  [19, 1003, text],
  [25, 1009, text],
  [1043, 1015, text],
  [2950, 2951, text],
  [1700, 1231, text],
] satisfies [number, number, Parse][]) {
  parsers.set(oid, parse);
  parsers.set(arrayOid, arrayOf(parse));
}

/** How both drivers read rows. Handed to each pool, never registered globally. */
export const rowTypes: { getTypeParser(oid: number): Parse } = {
  getTypeParser: (oid) => parsers.get(oid) ?? text,
};
