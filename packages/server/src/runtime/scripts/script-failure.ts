import type { QuickJSContext, QuickJSHandle } from 'quickjs-emscripten';

const maxMessageLength = 500;

/** What a script threw, as one line of text with the script's line number where it is known. */
export function describeFailure(context: QuickJSContext, error: QuickJSHandle): string {
  const thrown: unknown = context.dump(error);
  if (typeof thrown !== 'object' || thrown === null) return `the script threw ${shorten(String(thrown))}`;
  const name = text(thrown, 'name');
  const message = text(thrown, 'message');
  const limit = limitMet(message);
  if (limit !== null) return limit;
  const line = lineOf(thrown);
  const place = line === null ? '' : ` at line ${line}`;
  return shorten(name === '' ? JSON.stringify(thrown) : `${name}${place}: ${message}`);
}

function limitMet(message: string): string | null {
  switch (message) {
    case 'interrupted':
      return 'the script ran longer than its limit of 1 s';
    case 'out of memory':
      return 'the script needed more memory than its limit of 32 MB';
    case 'stack overflow':
    case 'Maximum call stack size exceeded':
      return 'the script called itself too deeply: its stack is limited to 96 KB';
    default:
      return null;
  }
}

function lineOf(thrown: object): string | null {
  return /script\.js:(\d+)/.exec(text(thrown, 'stack'))?.[1] ?? null;
}

function text(thrown: object, key: string): string {
  const value: unknown = Reflect.get(thrown, key);
  return typeof value === 'string' ? value : '';
}

function shorten(message: string): string {
  return message.length <= maxMessageLength ? message : `${message.slice(0, maxMessageLength - 1)}…`;
}
