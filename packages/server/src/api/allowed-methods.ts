/** Remembers routes, to tell an address that does not exist from one used with the wrong method. */
export interface RouteBook {
  add(route: { readonly method: string | readonly string[]; readonly url: string }): void;
  /** Methods the address has, sorted; empty when it does not exist. */
  methodsOf(path: string): readonly string[];
}

interface Entry {
  readonly pattern: RegExp;
  readonly methods: Set<string>;
}

/** Only asked when no route matched, so it may be slow and need not be clever. */
export function createRouteBook(): RouteBook {
  const entries = new Map<string, Entry>();
  return {
    add({ method, url }) {
      // A route for everything, such as the pages of the web application, does not make an address exist.
      if (url === '*' || url === '/*') return;
      const entry = entries.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
      entries.set(url, entry);
      for (const name of [method].flat()) entry.methods.add(name);
    },
    methodsOf(path) {
      const methods = new Set<string>();
      for (const entry of entries.values()) {
        if (entry.pattern.test(path)) for (const name of entry.methods) methods.add(name);
      }
      return [...methods].sort();
    },
  };
}

function patternOf(url: string): RegExp {
  const parts = url.split('/').map((part) => {
    if (part.startsWith(':')) return '[^/]+';
    return part === '*' ? '.*' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('/')}$`);
}
