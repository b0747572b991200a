// Only what needs types or knows this house. Format, imports and everything syntactic is Biome's.
import { existsSync, readdirSync } from 'node:fs';
import tseslint from 'typescript-eslint';
import { houseRules } from './scripts/lint/house-rules.mjs';

const root = import.meta.dirname;

/** The project of each workspace that sees most: the one with tests where tests have their own. */
const projects = [
  ...readdirSync(`${root}/packages`).map((name) => `packages/${name}`),
  'conformance',
  'bench',
  'e2e',
  '.',
]
  .map((folder) =>
    [`${folder}/tsconfig.test.json`, `${folder}/tsconfig.json`].find((file) => existsSync(`${root}/${file}`)),
  )
  .filter((file) => file !== undefined);

const tests = ['**/*.test.ts', '**/*.test.tsx', 'e2e/**/*.ts'];
const testing = [...tests, '**/{test,testing}/**/*.ts', '**/*-fixture.ts'];
/** What a tool loads by its default export. */
const loadedByTools = ['**/*.config.ts', '**/global-setup.ts'];

const everywhere = [
  {
    selector: 'ClassDeclaration[id.name=/(Manager|Helper|Utils?|Processor|Handler|Impl|Service)$/]',
    message: 'Name what the thing is, not the layer it sits in.',
  },
  {
    selector: 'Identifier[name=/^(enhanced|comprehensive|improved|robust|advanced|unified)[A-Z]/i]',
    message: 'Adjectives do not tell this one from the next. Name what it does.',
  },
  {
    selector: 'TSAsExpression > TSAsExpression',
    message: 'A double cast hides that the type was not understood. Narrow it, or parse at the edge.',
  },
  {
    selector: 'ExportAllDeclaration',
    message: 'Export by name: a front door shows what is in the house.',
  },
];
const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name, so that a thing has one name everywhere.',
};
const environment = {
  selector: 'MemberExpression[object.name="process"][property.name="env"]',
  message: 'config.ts reads the environment, once. Take the setting as an argument.',
};
const pure = [
  {
    selector: 'CallExpression[callee.object.name="Date"][callee.property.name="now"]',
    message: 'The engine has no clock. The time arrives as an argument.',
  },
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0], CallExpression[callee.name="Date"]',
    message: 'The engine has no clock. The time arrives as an argument.',
  },
  {
    selector: 'MemberExpression[object.name="Math"][property.name="random"]',
    message: 'The engine has no dice. Ids and chance arrive as arguments.',
  },
];
const synchronous = {
  selector: ':function[async=true]',
  message: 'A step is decided at once: nothing under execution/ waits.',
};
const inTests = [
  {
    selector:
      'MemberExpression[object.name=/^(it|test|describe|suite)$/][property.name=/^(skip|only|todo|fails)$/]',
    message: 'A test runs or is deleted. What a machine lacks is said by the runner.',
  },
  {
    selector: 'CallExpression[callee.name="expect"][arguments.0.type="Literal"]',
    message: 'A constant asserts nothing about the code.',
  },
  {
    selector: 'MemberExpression[property.name=/^(toBeDefined|toBeTruthy|toBeFalsy)$/]',
    message: 'Say which value is expected.',
  },
  {
    selector:
      'CallExpression[callee.property.name=/^toThrow(Error)?$/][arguments.length=0]:not([callee.object.property.name="not"])',
    message: 'Say which error is expected; any other bug throws too.',
  },
  {
    selector: 'CallExpression[callee.object.name="vi"][callee.property.name="mock"] > Literal[value=/^\\./]',
    message: 'Do not mock our own modules: pass another argument, or test the real thing.',
  },
];

const restrict = (...selectors) => ({ 'no-restricted-syntax': ['error', ...selectors.flat()] });

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '**/coverage/',
      '**/*.d.ts',
      '**/*.{js,mjs,cjs}',
      'data/',
      // Its packages are installed only there; `npm run types` in it checks it against them.
      'bench/peers/',
    ],
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { house: houseRules },
    languageOptions: { parserOptions: { project: projects, tsconfigRootDir: root } },
    linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' },
    rules: {
      ...restrict(everywhere, noDefaultExport),
      'house/catch-explains': 'error',
      'house/disable-says-why': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-useless-catch': 'error',
      'preserve-caught-error': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'start' }],
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': 'allow-with-description', 'ts-ignore': true, 'ts-nocheck': true },
      ],
      '@typescript-eslint/consistent-type-assertions': [
        'error',
        { assertionStyle: 'as', objectLiteralTypeAssertions: 'never' },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        {
          allowDefaultCaseForExhaustiveSwitch: false,
          considerDefaultExhaustiveForUnions: false,
          requireDefaultForNonUnion: false,
        },
      ],
      '@typescript-eslint/naming-convention': [
        'error',
        { selector: 'typeLike', format: ['PascalCase'] },
        // React's components are functions in PascalCase; what comes from the wire is destructured as it is.
        {
          selector: ['function', 'variable', 'parameter'],
          format: ['camelCase', 'PascalCase'],
          leadingUnderscore: 'allow',
        },
        { selector: ['variable', 'parameter'], modifiers: ['destructured'], format: null },
      ],
      // An underscore says that a name is there for its place only.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all', ignoreRestSiblings: true },
      ],
      // A package's own ambient declarations travel with its sources.
      '@typescript-eslint/triple-slash-reference': [
        'error',
        { path: 'always', types: 'never', lib: 'never' },
      ],
      // Types are compared by shape, and the only enums are those of libraries.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      // What was caught is thrown on as it came.
      '@typescript-eslint/only-throw-error': ['error', { allowRethrowing: true, allowThrowingUnknown: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  // Samples are read by newcomers, who write async whether a step waits or not.
  { files: ['packages/server/src/samples/**'], rules: { '@typescript-eslint/require-await': 'off' } },
  {
    files: ['packages/server/src/**/*.ts'],
    ignores: [...tests, 'packages/server/src/{main,config}.ts', 'packages/server/src/testing/**'],
    rules: restrict(everywhere, noDefaultExport, environment),
  },
  {
    files: ['packages/engine/src/**/*.ts'],
    ignores: tests,
    rules: restrict(everywhere, noDefaultExport, pure),
  },
  {
    files: ['packages/engine/src/execution/**/*.ts'],
    ignores: tests,
    rules: restrict(everywhere, noDefaultExport, pure, synchronous),
  },
  {
    files: testing,
    rules: {
      // What an answer or a matcher holds is any, and goes straight into an expectation.
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
      // What a test provokes it expects elsewhere.
      'house/catch-explains': 'off',
      // What is thrown at the code need not be decent.
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
      // A flag that a callback sets looks constant to the compiler; a harness types answers for its callers.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // A harness looks at some kinds and passes over the others.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      // Stand-ins answer at once where the real thing waits.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: tests,
    rules: { ...restrict(everywhere, noDefaultExport, inTests), 'house/test-asserts': 'error' },
  },
  { files: loadedByTools, rules: restrict(everywhere) },
);
