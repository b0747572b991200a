import { EOF, type IParserErrorMessageProvider, type IToken, type TokenType, tokenLabel } from 'chevrotain';

/** Errors of the grammar in the words of the other findings. */
export const dslErrorMessages: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected, actual }) => messageOf([tokenLabel(expected)], actual),
  buildNotAllInputParsedMessage: ({ firstRedundant }) => messageOf(['a statement'], firstRedundant),
  buildNoViableAltMessage: ({ expectedPathsPerAlt, actual }) =>
    messageOf(
      expectedPathsPerAlt.flat().flatMap(([first]) => (first === undefined ? [] : [tokenLabel(first)])),
      actual[0],
    ),
  buildEarlyExitMessage: ({ expectedIterationPaths, actual }) =>
    messageOf(
      expectedIterationPaths.flatMap(([first]) => (first === undefined ? [] : [tokenLabel(first)])),
      actual[0],
    ),
};

function messageOf(expected: readonly string[], actual: IToken | undefined): string {
  return `Expected ${[...new Set(expected)].join(' or ')}, but found ${shown(actual)}`;
}

function shown(actual: IToken | undefined): string {
  if (actual === undefined || actual.tokenType === EOF) return 'the end of the text';
  const type: TokenType = actual.tokenType;
  return actual.image === '' ? tokenLabel(type) : actual.image.slice(0, 40);
}
