// Imports point one way (ARCHITECTURE.md). Without a severity a rule only warns, so all get one below.
const server = '^packages/server/src';
const tests = '\\.test\\.tsx?$|/testing/|-fixture\\.ts$';
const notOurs = [
  'core',
  'npm',
  'npm-dev',
  'npm-optional',
  'npm-peer',
  'npm-no-pkg',
  'npm-unknown',
  'unknown',
];

/** What a folder of the server may import from the server's other folders. */
function folder(name, ...reaches) {
  return {
    name: `server/${name}-reaches-only-what-lies-below`,
    comment: `${name}/ imports from ${reaches.length === 0 ? 'no other folder' : `${reaches.join(', ')} and no other folder`} of the server.`,
    from: { path: `${server}/${name}/`, pathNot: tests },
    to: { path: `${server}/[^/]+/`, pathNot: `${server}/(${[name, ...reaches].join('|')})/` },
  };
}

/** What a package may import from outside itself, be it ours or the registry's. */
function pack(name, ...reaches) {
  const allowed = reaches.map((reach) =>
    reach.startsWith('@wbpm/') ? `^packages/${reach.slice('@wbpm/'.length)}/` : `node_modules/${reach}/`,
  );
  return {
    name: `${name}-keeps-to-its-dependencies`,
    comment: `${name} imports ${reaches.join(', ')} and nothing else.`,
    from: { path: `^packages/${name}/src/`, pathNot: tests },
    to: { pathNot: [`^packages/${name}/`, ...allowed] },
  };
}

const rules = [
  // First: an import that leads nowhere satisfies every rule below.
  { name: 'no-unresolvable', from: {}, to: { couldNotResolve: true } },
  { name: 'no-cycles', from: {}, to: { circular: true } },

  {
    name: 'engine-is-pure',
    comment:
      'The engine decides without the world: no Node, and of the registry only the expression libraries.',
    from: { path: '^packages/engine/src/', pathNot: tests },
    to: {
      dependencyTypes: notOurs,
      pathNot:
        'node_modules/(croner|feelin|@bpmn-io/lezer-feel|@lezer/[^/]+|re2js|temporal-polyfill|temporal-spec)/',
    },
  },
  {
    name: 'engine-knows-no-other-package',
    from: { path: '^packages/engine/' },
    to: { path: '^packages/(?!engine/)' },
  },
  {
    name: 'model-is-the-bottom-of-the-engine',
    from: { path: '^packages/engine/src/model/' },
    to: { path: '^packages/engine/src/(execution|expression)/' },
  },
  {
    name: 'expressions-know-no-execution',
    from: { path: '^packages/engine/src/expression/' },
    to: { path: '^packages/engine/src/execution/' },
  },

  pack('contract', 'zod'),
  pack('client', '@wbpm/contract'),
  pack(
    'notation',
    '@wbpm/engine',
    'bpmn-moddle',
    'camunda-bpmn-moddle',
    'zeebe-bpmn-moddle',
    'bpmn-auto-layout',
    'chevrotain',
    'yaml',
    'zod',
    'dmn-moddle',
    'temporal-polyfill',
    'temporal-spec',
  ),
  {
    name: 'web-is-a-client',
    comment: 'The browser sees the system through its API alone.',
    from: { path: '^packages/web/' },
    to: { path: '^packages/(?!(web|client|contract)/)' },
  },
  {
    name: 'nobody-imports-the-web',
    from: { path: '^packages/(?!web/)' },
    to: { path: '^packages/web/' },
  },
  {
    name: 'packages-meet-at-the-front-door',
    comment:
      'Another package is its src/index.ts. Benchmarks take the server apart to measure its parts, and tests of the server run the random processes of the engine.',
    from: { path: '^(packages/[^/]+|e2e)/' },
    to: {
      path: '^packages/[^/]+/',
      pathNot: ['^$1/', '^packages/[^/]+/src/index\\.ts$', '^packages/engine/src/testing/'],
    },
  },

  // The server, from the bottom up. server.ts and main.ts compose and may import everything.
  folder('store'),
  folder('cache'),
  folder('outgoing'),
  folder('files', 'store'),
  folder('access', 'outgoing'),
  folder('runtime', 'files', 'store'),
  folder('observability', 'runtime', 'store'),
  folder('processes', 'access', 'runtime', 'store'),
  folder('tasks', 'access', 'cache', 'processes', 'runtime', 'store'),
  folder('jobs', 'access', 'processes', 'runtime', 'store'),
  folder('decisions', 'access', 'processes', 'runtime', 'store'),
  folder('batches', 'access', 'processes', 'runtime', 'store'),
  folder('identity', 'access', 'files', 'processes', 'runtime', 'store'),
  folder('samples', 'access', 'processes', 'runtime', 'store'),
  folder(
    'api',
    'access',
    'batches',
    'decisions',
    'files',
    'identity',
    'jobs',
    'observability',
    'processes',
    'runtime',
    'store',
    'tasks',
  ),
  folder('cli', 'access', 'history'),
  {
    name: 'use-cases-see-the-runtime-by-its-door',
    comment: 'Whoever changes an instance sends a command. How the runtime carries it out is its own affair.',
    from: {
      path: `${server}/(processes|tasks|jobs|decisions|batches|identity|samples|observability)/`,
      pathNot: tests,
    },
    to: {
      path: `${server}/runtime/`,
      pathNot: `${server}/runtime/(runtime|command-outcome|job-work|loop|temporary-failure)\\.ts$`,
    },
  },
  {
    name: 'api-goes-through-use-cases',
    comment:
      'A route parses, authenticates, calls a use case and answers. It hands the database and the runtime on, translates their errors and hears of commits; it neither queries nor commands.',
    from: { path: `${server}/api/`, pathNot: tests },
    to: {
      path: `${server}/(store|runtime|files)/`,
      pathNot: `${server}/(files/(file-store|file-store-errors)|store/(database|commit-notice|retryable)|runtime/(runtime|overloaded-error|passed-notices|clock|advance-clock))\\.ts$`,
    },
  },
  {
    name: 'drivers-stay-in-the-store',
    comment: 'Which database it is, only the store knows.',
    from: { path: `${server}/`, pathNot: [`${server}/store/`, tests] },
    to: { path: 'node_modules/(pg|pg-[^/]+|@types/pg|@electric-sql/[^/]+)/' },
  },
  {
    name: 'http-stays-in-the-api',
    from: {
      path: `${server}/(access|batches|decisions|files|identity|jobs|observability|outgoing|processes|runtime|samples|store|tasks)/`,
      pathNot: tests,
    },
    to: { path: 'node_modules/(fastify|fastify-[^/]+|@fastify/[^/]+|ws)/' },
  },
  {
    name: 'nothing-imports-the-composition',
    from: { path: `${server}/[^/]+/`, pathNot: tests },
    to: { path: `${server}/(server|main)\\.ts$` },
  },
  {
    name: 'production-code-imports-no-tests',
    from: { path: '^packages/[^/]+/src/', pathNot: tests },
    to: { path: tests },
  },
  {
    name: 'dependencies-are-declared',
    comment: 'What a package imports stands in its own package.json. Sources run by tsx are for development.',
    from: { path: '^packages/[^/]+/src/', pathNot: `${tests}|/register-tsx\\.mjs$` },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'names-tell-the-thing',
    comment: 'Not the layer it sits in.',
    from: {},
    to: {
      path: '^(packages|conformance|bench|e2e)/.*(manager|helper|helpers|util|utils|processor|impl|service)\\.tsx?$',
    },
  },
];

module.exports = {
  forbidden: rules.map((rule) => ({ severity: 'error', ...rule })),
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // bench/peers imports packages that are installed only there, and only to measure.
    exclude: { path: '^(packages/[^/]+/dist|bench/dist|bench/peers|coverage)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.css'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
  },
};
