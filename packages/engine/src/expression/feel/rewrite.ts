import { parseExpression } from 'feelin';
import { ExpressionError } from '../expression-error.ts';
import { guardPrefix, reservedName } from './guard.ts';

export const ITERATE = `${guardPrefix}iterate`;
export const RANGE = `${guardPrefix}range`;
export const VALUE = `${guardPrefix}value`;
export const MONTHS = `${guardPrefix}months`;
export const NEGATE = `${guardPrefix}negate`;
export const ENTER = `${guardPrefix}enter`;

/** Depth of the syntax tree; a bracket costs about one level, and so does a link of an operator chain. */
const maxTreeDepth = 300;

export interface Rewritten {
  readonly source: string;
  /** Variables and functions read, local ones included. */
  readonly names: readonly string[];
  /** Position in the original source of a position in the rewritten one. */
  readonly originalPosition: (position: number) => number;
}

type SyntaxNode = ReturnType<typeof parseExpression>['topNode'];

interface Edit {
  readonly before: string;
  readonly after: string;
}

const ESCAPE = /\\u/i;
const IDENTIFIER = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;
const indexFilters: ReadonlySet<string> = new Set([
  'NumericLiteral',
  'StringLiteral',
  'VariableName',
  'PathExpression',
  'ArithmeticExpression',
  'FunctionInvocation',
]);

/**
 * Checks the syntax of a FEEL expression and puts guards wherever evaluating it can repeat or multiply:
 * around what loops and filters iterate, in front of function bodies, around lists, contexts and sums.
 * The interpreter itself counts nothing and cannot be interrupted, so the counting is written into the
 * expression. `known` are the names that must be read as one although they hold operators (`order-id`).
 */
export function rewrite(source: string, known: Readonly<Record<string, unknown>>): Rewritten {
  const reserved = source.indexOf(guardPrefix);
  if (reserved !== -1) throw reservedName(reserved);
  const output = new Output(source);
  const names = new Set<string>();
  const closings: string[] = [];
  parseExpression(source, known, undefined).iterate({
    enter(reference) {
      if (reference.type.isError) throw syntaxError(source, reference.from);
      if (reference.type.isSkipped) return false;
      if (closings.length >= maxTreeDepth) {
        throw new ExpressionError(
          `expected a nesting of at most ${maxTreeDepth}, found ${closings.length + 1} or more`,
          reference.from,
        );
      }
      if (reference.name === 'Key' && ESCAPE.test(source.slice(reference.from, reference.to))) {
        throw new ExpressionError('expected a key without unicode escapes', reference.from);
      }
      if (reference.name === 'VariableName') {
        names.add(source.slice(reference.from, reference.to).replace(/\s+/g, ' '));
      }
      if (reference.name === '..' && reference.node.parent?.name === 'IterationContext') {
        output.replace(reference.from, reference.to, ',');
      }
      if (isSign(reference.node)) output.replace(reference.from, reference.to, '');
      if (reference.name === 'NumericLiteral') writeNumber(output, source, reference.from, reference.to);
      const { before, after } = guardOf(reference.node, source);
      output.insert(reference.from, before);
      closings.push(after);
      return undefined;
    },
    leave(reference) {
      if (!reference.type.isSkipped) output.insert(reference.to, closings.pop() ?? '');
    },
  });
  return {
    source: output.finish(),
    names: [...names],
    originalPosition: (position) => output.originalPosition(position),
  };
}

/** Names of this form are read as one whether or not a variable has them. */
export function isIdentifier(name: string): boolean {
  return IDENTIFIER.test(name);
}

const UNGUARDED: Edit = { before: '', after: '' };

function guardOf(node: SyntaxNode, source: string): Edit {
  switch (node.name) {
    case 'IterationContext':
      return call(node.getChild('..') === null ? ITERATE : RANGE);
    case 'FunctionBody':
      return { before: `if ${ENTER}() then (`, after: ') else null' };
    case 'List':
    case 'Context':
    case 'ForExpression':
      return call(VALUE);
    case 'FunctionInvocation':
      if (node.firstChild?.name === 'SpecialFunctionName' && /^years\s/.test(source.slice(node.from))) {
        return call(MONTHS);
      }
      return isFilteredList(node) ? call(ITERATE) : UNGUARDED;
    case 'ArithmeticExpression':
      if (node.firstChild?.name === 'ArithOp') return call(NEGATE);
      return isSum(node, source) && !isSum(node.parent, source) ? call(VALUE) : UNGUARDED;
    default:
      return isFilteredList(node) ? call(ITERATE) : UNGUARDED;
  }
}

function call(name: string): Edit {
  return { before: `${name}(`, after: ')' };
}

/** The minus in front of what is no number literal. */
function isSign(node: SyntaxNode): boolean {
  const isFirst = node.parent?.firstChild?.from === node.from;
  return node.name === 'ArithOp' && node.parent?.name === 'ArithmeticExpression' && isFirst;
}

function isSum(node: SyntaxNode | null, source: string): boolean {
  const operator = node?.name === 'ArithmeticExpression' ? node.getChild('ArithOp') : null;
  return operator !== null && source.slice(operator.from, operator.to) === '+';
}

/** Picking one element by its number costs nothing; any other filter looks at every element. */
function isFilteredList(node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent?.name !== 'FilterExpression' || parent.firstChild?.from !== node.from) return false;
  const filter = parent.lastChild?.prevSibling;
  return node.nextSibling !== null && !indexFilters.has(filter?.name ?? '');
}

/** The interpreter reads the exponent of a number with a fraction only. */
function writeNumber(output: Output, source: string, from: number, to: number): void {
  const text = source.slice(from, to);
  const exponent = text.search(/e/i);
  if (!Number.isFinite(Number(text))) {
    throw new ExpressionError(`the number ${text.slice(0, 40)} is too large`, from);
  }
  if (exponent > 0 && !text.includes('.')) output.insert(from + exponent, '.0');
}

function syntaxError(source: string, from: number): ExpressionError {
  const found = /^\S{1,40}/.exec(source.slice(from))?.[0];
  const problem = found === undefined ? 'the expression is incomplete' : `unexpected '${found}'`;
  return new ExpressionError(`syntax error: ${problem}`, from);
}

/** The rewritten text, appended to from left to right. Lives for one rewrite. */
class Output {
  private readonly source: string;
  private readonly shifts: { readonly at: number; readonly original: number }[] = [];
  private text = '';
  private copied = 0;

  constructor(source: string) {
    this.source = source;
  }

  insert(position: number, text: string): void {
    if (text !== '') this.replace(position, position, text);
  }

  replace(from: number, to: number, text: string): void {
    this.text += this.source.slice(this.copied, from) + text;
    this.copied = to;
    this.shifts.push({ at: this.text.length, original: to });
  }

  finish(): string {
    return this.text + this.source.slice(this.copied);
  }

  originalPosition(position: number): number {
    const shift = this.shifts.findLast(({ at }) => at <= position);
    return shift === undefined ? position : shift.original + position - shift.at;
  }
}
