import { type PageQuery, pageLimits, shortTextSchema } from '@wbpm/contract';
import type { z } from 'zod';
import { limitExceeded, Refusal } from '../../access/refusal.ts';
import { parseQuery } from '../validate.ts';
import type { Types } from './schema-builder.ts';

type ArgBuilder = PothosSchemaTypes.QueryFieldBuilder<Types, object>['arg'];

/** Arguments every list has. */
export function pageArgs(arg: ArgBuilder) {
  const description = `Items of a page, 1 to ${pageLimits.max}; ${pageLimits.default} without it.`;
  return {
    limit: limitArg(arg, description),
    cursor: arg.string({ description: 'The cursor to go on behind.' }),
  };
}

export function limitArg(arg: ArgBuilder, description: string) {
  return arg.int({ description });
}

interface PageArgs {
  readonly limit?: number | null | undefined;
}

/** The cost of a list: that of its items as often as it may have them. Throws `Refusal` for more than a page can be. */
export function pageCost({ limit }: PageArgs, without: number = pageLimits.default) {
  const items = limit ?? without;
  if (items > pageLimits.max) {
    const message = `Expected a limit of at most ${pageLimits.max} items, but found ${items}`;
    throw limitExceeded(message, pageLimits.max, items);
  }
  return { field: 1, multiplier: Math.max(items, 1) };
}

/** An id as a part of a path may be. Throws `Refusal` for one that nothing can have. */
export function idOf(text: string): string {
  if (shortTextSchema.safeParse(text).success) return text;
  throw new Refusal('NOT_FOUND', 'Nothing with this id exists');
}

type Arguments = Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>;

/** Arguments by the rules of the query parameters that mean the same. Throws `Refusal`. */
export function queryOf<Schema extends z.ZodType<PageQuery>>(
  schema: Schema,
  args: Arguments,
): z.output<Schema> {
  const parameters = Object.entries(args).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [[name, asParameter(value)] as const],
  );
  return parseQuery(schema, Object.fromEntries(parameters));
}

function asParameter(value: string | number | boolean | readonly string[]): string | readonly string[] {
  return typeof value === 'object' ? value : String(value);
}
