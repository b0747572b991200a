/** The forms a process can be written in. */
export const formats = ['bpmn_xml', 'apg_dsl', 'json', 'yaml', 'natural_language'] as const;

export type Format = (typeof formats)[number];

/** What a text looks like; `confidence` from 0 to 1, `reasons` as sentences. */
export interface Detection {
  readonly format: Format;
  readonly confidence: number;
  readonly reasons: readonly string[];
}

type Guess = (text: string, lines: readonly string[]) => Omit<Detection, 'format'> | null;

const bpmnNamespace = 'http://www.omg.org/spec/BPMN/20100524/MODEL';

/** Enough to tell what a text is; the whole of a large one would only cost time. */
const lookedAt = 64 * 1024;

const guesses: readonly (readonly [Format, Guess])[] = [
  ['bpmn_xml', guessXml],
  ['json', guessJson],
  ['apg_dsl', guessDsl],
  ['yaml', guessYaml],
  ['natural_language', guessProse],
];

/** Tells which form a text is written in, from its look alone: whether it is right its reader says. */
export function detectFormat(text: string): Detection {
  const head = text
    .slice(0, lookedAt)
    .replace(/^\ufeff/, '')
    .trimStart();
  const lines = head.split(/\r\n?|\n/).filter((line) => line.trim() !== '' && !/^\s*#/.test(line));
  const found = guesses.flatMap(([format, guess]) => {
    const detection = guess(head, lines);
    return detection === null ? [] : [{ format, ...detection }];
  });
  const nothing: Detection = {
    format: 'natural_language',
    confidence: 0,
    reasons: [lines.length === 0 ? 'There is no text.' : 'It looks like none of the forms.'],
  };
  return found.reduce<Detection>((best, next) => (next.confidence > best.confidence ? next : best), nothing);
}

function guessXml(head: string): ReturnType<Guess> {
  if (!head.startsWith('<')) return null;
  if (head.includes(bpmnNamespace)) {
    return { confidence: 1, reasons: ['It begins with < and uses the namespace of BPMN 2.0.'] };
  }
  return { confidence: 0.8, reasons: ['It begins with <, but does not use the namespace of BPMN 2.0.'] };
}

function guessJson(head: string): ReturnType<Guess> {
  const opening = head[0];
  if (opening !== '{' && opening !== '[') return null;
  const named = /^\{\s*(?:"(?:[^"\\]|\\.)*"\s*:|\})/.test(head);
  if (named) return { confidence: 1, reasons: ['It begins with { and a name in quotes.'] };
  return { confidence: 0.7, reasons: [`It begins with ${opening}.`] };
}

const statement = /^\s*[A-Z][A-Z_]*(?:\s+[A-Z_]+)*\s+(?:[\w.-]+\s+)?"/;

function guessDsl(_head: string, lines: readonly string[]): ReturnType<Guess> {
  const [first = ''] = lines;
  if (/^\s*(?:WORKFLOW|COLLABORATION|POOL)\b/.test(first)) {
    return {
      confidence: 0.98,
      reasons: [`Its first line begins with ${first.trim().split(/\s/)[0] ?? ''}.`],
    };
  }
  const statements = lines.filter((line) => statement.test(line)).length;
  if (statements === 0) return null;
  const few = statements < lines.length / 4;
  return {
    confidence: few ? 0.4 : 0.85,
    reasons: [`${statements} of ${lines.length} lines are a keyword in capitals and a name in quotes.`],
  };
}

const processKey = /^(?:name|process_id|description|version|activities|flows|processes|pools|executable)\s*:/;

function guessYaml(_head: string, lines: readonly string[]): ReturnType<Guess> {
  if (lines[0] === '---') return { confidence: 0.95, reasons: ['It begins with ---.'] };
  const keys = lines.filter((line) => processKey.test(line));
  if (keys.length > 0) {
    const names = keys.slice(0, 3).map((line) => line.split(':')[0]);
    return { confidence: 0.95, reasons: [`Lines begin with ${names.join(', ')} and a colon.`] };
  }
  const pairs = lines.filter((line) => /^\s*(?:- +)?[\w.-]+:(?:\s|$)/.test(line)).length;
  if (pairs < lines.length / 2 || pairs < 2) return null;
  return { confidence: 0.6, reasons: [`${pairs} of ${lines.length} lines are a name and a colon.`] };
}

function guessProse(head: string, lines: readonly string[]): ReturnType<Guess> {
  const words = head.match(/\b[\p{L}’']+\b/gu)?.length ?? 0;
  if (words < 3) return null;
  const sentences = head.match(/[\p{L})][.!?](?:\s|$)/gu)?.length ?? 0;
  const listed = lines.filter((line) => /^\s*(?:[-*•]|\d+[.)])\s+\p{L}/u.test(line)).length;
  if (sentences > 0) return { confidence: 0.75, reasons: [`It has ${sentences} sentences.`] };
  if (listed > 1) return { confidence: 0.7, reasons: [`It is a list of ${listed} points.`] };
  return { confidence: 0.3, reasons: ['It has words, but no sentences.'] };
}
