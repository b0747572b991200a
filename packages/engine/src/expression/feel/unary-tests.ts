import { isRange, parseUnaryTests } from 'feelin';
import { compiledOnce, type Written } from '../compiled-once.ts';
import { ExpressionError } from '../expression-error.ts';
import { checkSourceLength } from '../limits.ts';
import { type DirectTest, directTests } from './direct-tests.ts';
import { checkFeel, computeFeel, type FeelEnvironment, withoutForeignErrors } from './evaluate.ts';

/** How unary tests call the value they look at. */
const tested = '?';
const INPUT = /(?:^|[^\p{L}\p{N}_])\?/u;

type SyntaxNode = ReturnType<typeof parseUnaryTests>['topNode'];

interface UnaryTest extends Written {
  /** Yields true or false by itself (`(? in (> 5))`), or a value to compare with. */
  readonly kind: 'comparison' | 'value';
  readonly position: number;
  /** Answers for the values it knows without the interpreter. */
  readonly direct: DirectTest['passes'] | null;
}

interface UnaryTests {
  readonly negated: boolean;
  /** None is the dash: everything passes. */
  readonly tests: readonly UnaryTest[];
}

/**
 * The tests of a cell such as `< 5, [7..9]`, split so that each is an expression about `?` and runs
 * under the guards of every other expression. An empty cell is a dash.
 */
function parseTests(source: string, oddNames: readonly string[]): UnaryTests {
  checkSourceLength(source);
  return withoutForeignErrors(() => split(source, namesIn(source, oddNames)));
}

const parsedTests = compiledOnce(parseTests);

function testsOf(written: Written, { oddNames }: FeelEnvironment): UnaryTests {
  return parsedTests(written, namesIn(written.source, oddNames));
}

/** Throws the `ExpressionError` that evaluating would throw for the form of the tests. */
export function checkTests(written: Written, oddNames: readonly string[]): void {
  const names = [tested, ...oddNames];
  for (const test of parsedTests(written, namesIn(written.source, oddNames)).tests) {
    if (test.direct === null) at(test, () => checkFeel(test, names));
  }
}

/** Whether `value` passes. As FEEL has it, a comparison of what cannot be compared does not. */
export function passes(written: Written, value: unknown, environment: FeelEnvironment): boolean {
  const { negated, tests } = testsOf(written, environment);
  if (tests.length === 0) return true;
  return firstPassed(tests, value, environment) !== -1 ? !negated : negated;
}

/** The place of a value in an enumeration such as `"high", "low"`; -1 when it is not in there. */
export function placeOf(written: Written, value: unknown, environment: FeelEnvironment): number {
  return firstPassed(testsOf(written, environment).tests, value, environment);
}

function firstPassed(tests: readonly UnaryTest[], value: unknown, environment: FeelEnvironment): number {
  let inside: FeelEnvironment | null = null;
  for (const [place, test] of tests.entries()) {
    const answer = test.direct?.(value);
    if (answer !== undefined) environment.total.spend(1);
    else inside ??= within(environment, value);
    if (answer ?? (inside !== null && passesInside(test, value, inside))) return place;
  }
  return -1;
}

/** What a test sees: the value it looks at, and what is around the cell. */
function within(environment: FeelEnvironment, value: unknown): FeelEnvironment {
  return {
    ...environment,
    oddNames: [tested, ...environment.oddNames],
    variable: (name) => (name === tested ? value : environment.variable(name)),
  };
}

function passesInside(test: UnaryTest, value: unknown, inside: FeelEnvironment): boolean {
  return at(test, () => passesOne(test, value, inside));
}

function passesOne(test: UnaryTest, value: unknown, environment: FeelEnvironment): boolean {
  const result = computeFeel(test, environment);
  if (test.kind === 'comparison') return result === true;
  if (result === true && (INPUT.test(test.source) || typeof value !== 'boolean')) return true;
  if (typeof result === 'boolean') return result === value && !INPUT.test(test.source);
  if (result === null || result === undefined) return value === null;
  return isOneOf(value, result, environment);
}

const withinRange: Written = { source: 'value in (candidates)' };
const equalOrListed: Written = {
  source: 'value = candidates or (candidates instance of list<Any> and list contains(candidates, value))',
};

/** Equal to the value, an element of the list, or within the range. */
function isOneOf(value: unknown, candidates: unknown, environment: FeelEnvironment): boolean {
  const asks = isRange(candidates) ? withinRange : equalOrListed;
  const variable = (name: string) => ({ value, candidates })[name];
  return computeFeel(asks, { ...environment, variable, oddNames: [] }) === true;
}

function split(source: string, oddNames: readonly string[]): UnaryTests {
  if (source.trim() === '' || source.trim() === '-') return { negated: false, tests: [] };
  const direct = oddNames.length === 0 ? directTests(source) : null;
  if (direct !== null) return { negated: false, tests: direct.map(unaryTest) };
  const known = Object.fromEntries([tested, ...oddNames].map((name) => [name, null]));
  const tests: UnaryTest[] = [];
  let negated = false;
  parseUnaryTests(source, known, undefined).iterate({
    enter(node) {
      if (node.type.isError) throw syntaxError(source, node.from);
      if (node.name === 'not' && node.node.parent?.name === 'UnaryTests') negated = true;
      if (node.name !== 'PositiveUnaryTest' || node.node.parent?.parent?.name !== 'UnaryTests') return;
      const text = source.slice(node.from, node.to);
      const first = node.node.firstChild;
      tests.push(
        first?.name === 'SimplePositiveUnaryTest'
          ? comparison(text, node.from, unlessReversed(source, first.firstChild))
          : { kind: 'value', source: text, position: node.from, direct: null },
      );
    },
  });
  return { negated, tests };
}

const comparisonPrefix = `(${tested} in (`;

function comparison(text: string, from: number, unless: string): UnaryTest {
  const position = from - comparisonPrefix.length;
  return { kind: 'comparison', source: `${comparisonPrefix}${text}))${unless}`, position, direct: null };
}

function unaryTest({ kind, text, position, passes: direct }: DirectTest): UnaryTest {
  if (kind === 'value') return { kind, source: text, position, direct };
  return { ...comparison(text, position, ''), direct };
}

/** To the interpreter `[2..1]` is `[1..2]`; to DMN nothing lies in it. */
function unlessReversed(source: string, test: SyntaxNode | null): string {
  const [, start, , end] = test?.name === 'Interval' ? childrenOf(test) : [];
  if (start === undefined || end === undefined) return '';
  const low = source.slice(start.from, start.to);
  return ` and (if ${low} > ${source.slice(end.from, end.to)} then false else true)`;
}

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

function syntaxError(source: string, from: number): ExpressionError {
  const found = /^\S{1,40}/.exec(source.slice(from))?.[0];
  const problem = found === undefined ? 'the tests are incomplete' : `unexpected '${found}'`;
  return new ExpressionError(`syntax error: ${problem}`, from);
}

function namesIn(source: string, names: readonly string[]): readonly string[] {
  return names.filter((name) => source.includes(name));
}

/** Positions inside one test become positions inside the cell. */
function at<Result>(test: UnaryTest, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ExpressionError) || error.position === null || test.position === 0) throw error;
    const moved = new ExpressionError(error.message, Math.max(0, error.position + test.position));
    moved.cause = error;
    throw moved;
  }
}
