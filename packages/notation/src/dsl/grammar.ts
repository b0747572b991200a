import { EmbeddedActionsParser, EOF, type IToken, type TokenType } from 'chevrotain';
import type { Place } from './excerpt.ts';
import { dslErrorMessages } from './grammar-messages.ts';
import { meaningOf, placeOf, tokens } from './tokens.ts';
import type { Entry, Part, Value } from './tree.ts';

/**
 * The shape of every statement; what single keywords take is told by their readers. It recovers from errors by
 * dropping or inserting one token, or by going on with the next line.
 */
class DslGrammar extends EmbeddedActionsParser {
  constructor() {
    super(Object.values<TokenType>(tokens), {
      recoveryEnabled: true,
      maxLookahead: 1,
      errorMessageProvider: dslErrorMessages,
    });
    this.performSelfAnalysis();
  }

  readonly file = this.RULE(
    'file',
    (): Entry[] => {
      const entries: Entry[] = [];
      this.MANY(() => {
        const entry = this.OR([
          { ALT: () => this.SUBRULE(this.statement) },
          { ALT: () => this.SUBRULE(this.attribute) },
          { ALT: () => this.SUBRULE(this.item) },
          { ALT: () => this.SUBRULE(this.strayBlock) },
        ]);
        this.ACTION(() => entries.push(...entry));
      });
      return entries;
    },
    { recoveryValueFunc: () => [] },
  );

  /** Lines deeper than what they could belong to. */
  readonly strayBlock = this.RULE('strayBlock', (): Entry[] => this.SUBRULE(this.block), {
    recoveryValueFunc: () => [],
  });

  readonly block = this.RULE(
    'block',
    (): Entry[] => {
      const entries: Entry[] = [];
      this.CONSUME(tokens.indent);
      this.MANY(() => {
        const entry = this.OR([
          { ALT: () => this.SUBRULE(this.statement) },
          { ALT: () => this.SUBRULE(this.attribute) },
          { ALT: () => this.SUBRULE(this.item) },
          { ALT: () => this.SUBRULE(this.strayBlock) },
        ]);
        this.ACTION(() => entries.push(...entry));
      });
      this.CONSUME(tokens.dedent);
      return entries;
    },
    { recoveryValueFunc: () => [] },
  );

  readonly statement = this.RULE(
    'statement',
    (): Entry[] => {
      const parts: Part[] = [];
      this.AT_LEAST_ONE(() => {
        const part = this.OR([
          { ALT: () => partOf('word', this.CONSUME(tokens.word)) },
          { ALT: () => partOf('text', this.CONSUME(tokens.text)) },
          { ALT: () => partOf('quotedId', this.CONSUME(tokens.quotedId)) },
          { ALT: () => partOf('expression', this.CONSUME(tokens.expression)) },
          { ALT: () => partOf('arrow', this.CONSUME(tokens.arrow)) },
        ]);
        this.ACTION(() => parts.push(part));
      });
      this.OPTION(() => this.CONSUME(tokens.colon));
      this.CONSUME(tokens.newLine);
      const block = this.OPTION1(() => this.SUBRULE(this.block)) ?? [];
      return this.ACTION((): Entry[] => {
        const [first] = parts;
        const last = parts.at(-1);
        if (first === undefined || last === undefined) return block;
        return [{ kind: 'statement', parts, block, ...between(first, last) }];
      });
    },
    { recoveryValueFunc: () => [] },
  );

  readonly attribute = this.RULE(
    'attribute',
    (): Entry[] => {
      const key = this.CONSUME(tokens.key);
      const value = this.OPTION(() => this.SUBRULE(this.value)) ?? null;
      this.CONSUME(tokens.newLine);
      const block = this.OPTION1(() => this.SUBRULE(this.block)) ?? [];
      return this.ACTION((): Entry[] => {
        const place = placeOf(key);
        return [{ kind: 'attribute', key: meaningOf(key), value, block, ...between(place, value ?? place) }];
      });
    },
    { recoveryValueFunc: () => [] },
  );

  readonly item = this.RULE(
    'item',
    (): Entry[] => {
      const dash = this.CONSUME(tokens.dash);
      const value = this.OPTION(() => this.SUBRULE(this.value)) ?? null;
      this.CONSUME(tokens.newLine);
      const block = this.OPTION1(() => this.SUBRULE(this.block)) ?? [];
      return this.ACTION((): Entry[] => {
        const place = placeOf(dash);
        return [{ kind: 'item', value, block, ...between(place, value ?? place) }];
      });
    },
    { recoveryValueFunc: () => [] },
  );

  readonly value = this.RULE(
    'value',
    (): Value =>
      this.OR([
        { ALT: () => valueIn(this.CONSUME(tokens.value), false) },
        { ALT: () => valueIn(this.CONSUME(tokens.textBlock), true) },
      ]),
  );
}

function partOf(kind: Part['kind'], token: IToken): Part {
  return { kind, text: meaningOf(token), ...placeOf(token) };
}

function valueIn(token: IToken, isBlock: boolean): Value {
  return { text: meaningOf(token), isBlock, ...placeOf(token) };
}

function between(first: Place, last: Place): Place {
  const { line, column } = first;
  return { line, column, endLine: last.endLine, endColumn: last.endColumn };
}

/** The grammar is analysed once, when the first text is read. */
let grammar: DslGrammar | null = null;

export interface Parsed {
  readonly entries: readonly Entry[];
  readonly errors: readonly { readonly place: Place; readonly message: string }[];
}

export function parse(input: IToken[]): Parsed {
  grammar ??= new DslGrammar();
  grammar.input = input;
  const entries = grammar.file();
  const errors = grammar.errors.map((error) => {
    const isAtEnd = error.token.tokenType === EOF;
    return { place: placeOf(isAtEnd ? (input.at(-1) ?? error.token) : error.token), message: error.message };
  });
  grammar.input = [];
  return { entries, errors };
}
