import { BoundedCache } from './bounded-cache.ts';

/** What an expression is compiled from. The object stands for it: the same object, the same source. */
export interface Written {
  readonly source: string;
}

/** How many readings of one source, by the odd names among the variables, are kept with it. */
const keptReadings = 8;
/** The sources compiled last, for those that are written more than once. */
const keptSources = 500;

/**
 * Compiles each expression when it is first evaluated and keeps the result as long as the expression
 * itself, so that it lives with its model however many expressions that has. `oddNames` are the names
 * that hold spaces or operators and therefore change how the source is read.
 */
export function compiledOnce<Compiled>(
  compile: (source: string, oddNames: readonly string[]) => Compiled,
): (written: Written, oddNames: readonly string[]) => Compiled {
  const plain = new WeakMap<Written, Compiled>();
  const odd = new WeakMap<Written, BoundedCache<Compiled>>();
  const bySource = new BoundedCache<Compiled>(keptSources);

  function compilePlain(written: Written): Compiled {
    const { source } = written;
    const compiled = bySource.get(source, () => compile(source, []));
    plain.set(written, compiled);
    return compiled;
  }

  function readingsOf(written: Written): BoundedCache<Compiled> {
    const readings = odd.get(written) ?? new BoundedCache<Compiled>(keptReadings);
    odd.set(written, readings);
    return readings;
  }

  return (written, oddNames) => {
    if (oddNames.length === 0) return plain.get(written) ?? compilePlain(written);
    return readingsOf(written).get(oddNames.join('\0'), () => compile(written.source, oddNames));
  };
}
