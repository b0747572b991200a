import { ExpressionError } from '../expression-error.ts';
import { maxNesting } from '../limits.ts';
import { functionNames } from './functions.ts';
import { methodNames } from './methods.ts';
import type { BinaryOperator, Node } from './syntax.ts';
import { type Token, tokenize } from './tokens.ts';
import { checkName } from './value.ts';

interface Infix {
  readonly power: number;
  readonly operator: BinaryOperator | 'and' | 'or';
}

const INFIX: ReadonlyMap<string, Infix> = new Map([
  ['||', { power: 2, operator: 'or' }],
  ['or', { power: 2, operator: 'or' }],
  ['&&', { power: 3, operator: 'and' }],
  ['and', { power: 3, operator: 'and' }],
  ['==', { power: 4, operator: '==' }],
  ['eq', { power: 4, operator: '==' }],
  ['!=', { power: 4, operator: '!=' }],
  ['ne', { power: 4, operator: '!=' }],
  ['<', { power: 5, operator: '<' }],
  ['lt', { power: 5, operator: '<' }],
  ['>', { power: 5, operator: '>' }],
  ['gt', { power: 5, operator: '>' }],
  ['<=', { power: 5, operator: '<=' }],
  ['le', { power: 5, operator: '<=' }],
  ['>=', { power: 5, operator: '>=' }],
  ['ge', { power: 5, operator: '>=' }],
  ['+', { power: 6, operator: '+' }],
  ['-', { power: 6, operator: '-' }],
  ['*', { power: 7, operator: '*' }],
  ['/', { power: 7, operator: '/' }],
  ['div', { power: 7, operator: '/' }],
  ['%', { power: 7, operator: '%' }],
  ['mod', { power: 7, operator: '%' }],
]);
const conditionalPower = 1;
const prefixPower = 8;
const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const RESERVED: ReadonlySet<string> = new Set([...INFIX.keys(), 'not', 'empty', 'instanceof']);

/** Parses one `${…}` whose inside starts at `start`; also tells where its closing brace stands. */
export function parseNode(source: string, start: number): { readonly node: Node; readonly end: number } {
  const parser = new Parser(tokenize(source, start));
  const node = parser.expression(0);
  return { node, end: parser.finish() };
}

/** Precedence climbing over one expression's tokens. Lives for one parse. */
class Parser {
  private readonly tokens: readonly Token[];
  private next = 0;
  private nesting = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  expression(power: number): Node {
    this.nesting += 1;
    if (this.nesting > maxNesting) {
      throw new ExpressionError(
        `expected a nesting of at most ${maxNesting}, found ${this.nesting} or more`,
        this.peek().position,
      );
    }
    let left = this.postfix(this.prefix());
    for (let infix = this.infix(); infix !== null && infix.power > power; infix = this.infix()) {
      left = binary(infix.operator, left, this.take().position, this.expression(infix.power));
    }
    if (power < conditionalPower && this.isSymbol('?')) left = this.conditional(left);
    this.nesting -= 1;
    return left;
  }

  finish(): number {
    const token = this.peek();
    if (token.kind !== 'end') throw unexpected(token, 'an operator or the end of the expression');
    return token.position;
  }

  private conditional(condition: Node): Node {
    const { position } = this.take();
    const whenTrue = this.expression(0);
    this.expect(':');
    return { kind: 'conditional', condition, whenTrue, whenFalse: this.expression(0), position };
  }

  private prefix(): Node {
    const token = this.take();
    switch (token.kind) {
      case 'number':
      case 'string':
        return { kind: 'constant', value: token.value };
      case 'word':
        return this.word(token.text, token);
      case 'symbol':
        return this.symbol(token.text, token);
      case 'end':
        throw unexpected(token, 'a value');
    }
  }

  private symbol(text: string, token: Token): Node {
    const { position } = token;
    if (text === '-') return { kind: 'negate', operand: this.expression(prefixPower), position };
    if (text === '!') return { kind: 'not', operand: this.expression(prefixPower), position };
    if (text !== '(') throw unexpected(token, 'a value');
    const inner = this.expression(0);
    this.expect(')');
    return inner;
  }

  private word(text: string, token: Token): Node {
    const { position } = token;
    const constant = CONSTANTS.get(text);
    if (constant !== undefined) return { kind: 'constant', value: constant };
    if (text === 'not') return { kind: 'not', operand: this.expression(prefixPower), position };
    if (text === 'empty') return { kind: 'empty', operand: this.expression(prefixPower) };
    if (RESERVED.has(text)) throw unexpected(token, 'a value');
    if (!this.isSymbol('(')) {
      checkName(text, position);
      return { kind: 'variable', name: text, position };
    }
    if (!functionNames.has(text)) throw new ExpressionError(`unknown function '${text}'`, position);
    return { kind: 'call', name: text, args: this.arguments(), position };
  }

  private postfix(target: Node): Node {
    let node = target;
    for (;;) {
      if (this.isSymbol('.')) node = this.member(node, this.take().position);
      else if (this.isSymbol('[')) node = this.element(node, this.take().position);
      else return node;
    }
  }

  private element(target: Node, position: number): Node {
    const index = this.expression(0);
    this.expect(']');
    return { kind: 'element', target, index, position };
  }

  private member(target: Node, position: number): Node {
    const token = this.take();
    if (token.kind !== 'word') throw unexpected(token, 'a name after the dot');
    const name = token.text;
    if (!this.isSymbol('(')) {
      checkName(name, token.position);
      return { kind: 'property', target, name, position };
    }
    const onExecution = target.kind === 'variable' && target.name === 'execution';
    const callable = onExecution ? `execution.${name}` : name;
    if (!(onExecution ? functionNames : methodNames).has(callable)) {
      throw new ExpressionError(`unknown method '${callable}'`, token.position);
    }
    const args = this.arguments();
    if (onExecution) return { kind: 'call', name: callable, args, position: token.position };
    return { kind: 'method', target, name, args, position: token.position };
  }

  private arguments(): readonly Node[] {
    this.expect('(');
    const args: Node[] = [];
    if (!this.isSymbol(')')) {
      args.push(this.expression(0));
      while (this.isSymbol(',')) {
        this.take();
        args.push(this.expression(0));
      }
    }
    this.expect(')');
    return args;
  }

  private infix(): Infix | null {
    const token = this.peek();
    return token.kind === 'symbol' || token.kind === 'word' ? (INFIX.get(token.text) ?? null) : null;
  }

  private expect(text: string): void {
    const token = this.take();
    if (token.kind !== 'symbol' || token.text !== text) throw unexpected(token, `'${text}'`);
  }

  private isSymbol(text: string): boolean {
    const token = this.peek();
    return token.kind === 'symbol' && token.text === text;
  }

  private peek(): Token {
    const token = this.tokens[this.next];
    if (token === undefined) throw new Error('the parser read past its end token');
    return token;
  }

  private take(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.next += 1;
    return token;
  }
}

function binary(operator: Infix['operator'], left: Node, position: number, right: Node): Node {
  if (operator === 'and' || operator === 'or') return { kind: 'logical', operator, left, right, position };
  return { kind: 'binary', operator, left, right, position };
}

function unexpected(token: Token, expected: string): ExpressionError {
  return new ExpressionError(`expected ${expected}, found ${describe(token)}`, token.position);
}

function describe(token: Token): string {
  switch (token.kind) {
    case 'number':
      return String(token.value);
    case 'string':
      return 'a text literal';
    case 'word':
    case 'symbol':
      return `'${token.text}'`;
    case 'end':
      return 'the end of the expression';
  }
}
