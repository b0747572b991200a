import { readJsonBody } from '../read-body.ts';

/** The value of a JSON text, by the rules of request bodies; an empty text is an empty object. Throws `Refusal`. */
export function jsonOf(text: string | null | undefined): unknown {
  if (text === null || text === undefined || text.trim() === '') return {};
  return readJsonBody({}, Buffer.from(text));
}

interface Arguments {
  readonly variables?: string | null | undefined;
  readonly correlation?: string | null | undefined;
  readonly [name: string]: string | number | boolean | null | undefined;
}

/** Arguments as the body of the request that means the same: JSON texts are read, null is as good as absent. */
export function bodyOf({ variables, correlation, ...args }: Arguments): Record<string, unknown> {
  const given = Object.entries(args).filter(([, value]) => value !== null && value !== undefined);
  return {
    ...Object.fromEntries(given),
    ...(variables === null || variables === undefined ? {} : { variables: jsonOf(variables) }),
    ...(correlation === null || correlation === undefined ? {} : { correlation: jsonOf(correlation) }),
  };
}
