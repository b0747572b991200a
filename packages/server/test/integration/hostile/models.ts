import type { JsonObject } from '@wbpm/engine';
import { bpmn, onMessage } from '../../../src/testing/bpmn.ts';
import { dmn, expressionDecision } from '../../../src/testing/dmn.ts';
import type { Attack } from './attacker.ts';

/** `expected`: what the line that says how it ended must match. */
export interface Attempt extends Attack {
  readonly attack: string;
  readonly expected: RegExp;
}

const escaped = (text: string) =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

/** A process whose one element `x` is the attack. */
export function around(element: string, roots = '', id = 'hostile'): string {
  return bpmn({
    id,
    nodes: `<startEvent id="start" />${element}<endEvent id="end" />`,
    flows: ['start > x > end'],
    roots,
  });
}

const evaluating = (written: string) =>
  around(`<serviceTask id="x" camunda:expression="${escaped(written)}" camunda:resultVariable="r" />`);

function feel(source: string, expected: RegExp, variables: JsonObject = {}): Attempt {
  return { attack: `FEEL ${source.slice(0, 80)}`, xml: evaluating(`=${source}`), expected, variables };
}

function juel(source: string, expected: RegExp, variables: JsonObject = {}): Attempt {
  return { attack: `JUEL ${source.slice(0, 80)}`, xml: evaluating(source), expected, variables };
}

function script(attack: string, source: string, expected: RegExp, variables: JsonObject = {}): Attempt {
  // A machine that is busy may not even start a script before its time is over.
  const orStopped = new RegExp(`${expected.source}|incident SCRIPT_FAILED: the script was stopped after`);
  const xml = around(
    `<scriptTask id="x" scriptFormat="javascript" camunda:resultVariable="r"><script>${escaped(source)}</script></scriptTask>`,
  );
  return { attack, xml, expected: orStopped, variables };
}

const task = (content: string, attributes = '') =>
  around(
    `<userTask id="x" camunda:assignee="a" ${attributes}><extensionElements>${content}</extensionElements></userTask>`,
  );

/** Every place of a model where somebody gives a name. */
const places: readonly (readonly [place: string, xml: (name: string) => string])[] = [
  ['a result', (name) => evaluating('=1').replace('"r"', `"${name}"`)],
  ['an element', (name) => around('<task id="x" />').replaceAll('"x"', `"${name}"`)],
  ['a process', (name) => around('<userTask id="x" camunda:assignee="a" />', '', name)],
  [
    'a message',
    (name) =>
      around(
        `<intermediateCatchEvent id="x">${onMessage('m')}</intermediateCatchEvent>`,
        `<message id="m_m" name="${name}" />`,
      ),
  ],
  [
    'an input',
    (name) =>
      task(
        `<camunda:inputOutput><camunda:inputParameter name="${name}">1</camunda:inputParameter></camunda:inputOutput>`,
      ),
  ],
  [
    'an output',
    (name) =>
      around(
        `<task id="x"><extensionElements><camunda:inputOutput><camunda:outputParameter name="${name}">1</camunda:outputParameter></camunda:inputOutput></extensionElements></task>`,
      ),
  ],
  [
    'an output collection',
    (name) =>
      around(
        `<task id="x"><multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection="=[1]" inputElement="i" outputCollection="${name}" outputElement="=i" /></extensionElements></multiInstanceLoopCharacteristics></task>`,
      ),
  ],
  [
    'an item',
    (name) =>
      around(
        `<task id="x"><multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection="=[1]" inputElement="${name}" /></extensionElements></multiInstanceLoopCharacteristics></task>`,
      ),
  ],
  [
    'a form field',
    (name) =>
      task(`<camunda:formData><camunda:formField id="${name}" label="l" type="string" /></camunda:formData>`),
  ],
  [
    'an entry of a map',
    (name) =>
      around(
        `<task id="x"><extensionElements><camunda:inputOutput><camunda:outputParameter name="o"><camunda:map><camunda:entry key="${name}">1</camunda:entry></camunda:map></camunda:outputParameter></camunda:inputOutput></extensionElements></task>`,
      ),
  ],
  [
    'a data object',
    (name) => around('<task id="x" />').replace('<task', `<dataObject id="d" name="${name}" /><task`),
  ],
  [
    'an error',
    (name) =>
      bpmn({
        id: 'hostile',
        roots: `<error id="er" errorCode="${name}" />`,
        nodes:
          '<startEvent id="start" /><endEvent id="end"><errorEventDefinition errorRef="er" /></endEvent>',
        flows: ['start > end'],
      }),
  ],
];

const reserved = ['__proto__', 'constructor', 'prototype'];
const inherited = ['toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'];

const asking = (decisionId: string) =>
  around(`<businessRuleTask id="x" camunda:decisionRef="${decisionId}" camunda:resultVariable="r" />`);

/** What becomes of a name is looked at by its effect: refused as a name, or a name like any other. */
export const names: readonly Attempt[] = [...reserved, ...inherited].flatMap((name) => [
  ...places.map(([place, xml]) => ({
    attack: `${place} called ${name}`,
    xml: xml(name),
    expected: /^refused 422: Expected|^completed|^active|^failed/,
  })),
  {
    attack: `a decision called ${name}`,
    dmn: dmn(expressionDecision(name, '1')),
    xml: asking(name),
    expected: /^refused 422|^completed/,
  },
]);

export const escapes: readonly Attempt[] = [
  juel("${''.constructor}", /refused 422.*not available/),
  juel('${x.__proto__}', /not available/, { x: {} }),
  juel("${x['constructor']}", /not available/, { x: {} }),
  juel("${x['const'.concat('ructor')]}", /not available|unknown method/, { x: {} }),
  juel('${x.toString()}', /refused 422|incident|completed/, { x: {} }),
  juel("${x.get('__proto__')}", /incident EXPRESSION_ERROR: .*not available/, { x: {} }),
  juel("${execution.getVariable('__proto__')}", /^completed/),
  juel("${execution.setVariable('a', 1)}", /refused 422.*unknown method/),
  juel("${''.getClass().forName('java.lang.Runtime')}", /refused 422.*unknown method/),
  juel('${process.env}', /incident EXPRESSION_ERROR: .*unknown variable/),
  juel('${globalThis}', /incident EXPRESSION_ERROR: .*unknown variable/),
  feel('get value(x, "__proto__")', /^completed .*"r":null/, { x: {} }),
  feel('get value(x, "constructor")', /^completed .*"r":null/, { x: {} }),
  feel('x.__proto__', /^completed .*"r":null/, { x: {} }),
  feel('"".constructor', /^completed .*"r":null/),
  feel('context merge([{a: 1}, {"__proto__": {polluted: 1}}])', /^completed|^incident/),
  feel('context put({}, "__proto__", {polluted: 1}).polluted', /^completed .*"r":null|^incident/),
  feel('context put({}, ["constructor", "prototype"], 1)', /^completed|^incident/),
  feel('{"__proto__": {polluted: 1}}.polluted', /^completed .*"r":null/),
  feel('context([{key: "__proto__", value: {polluted: 1}}]).polluted', /^completed .*"r":null|^incident/),
  feel('globalThis', /^completed .*"r":null/),
  feel(
    'function(a) external {java: {class: "java.lang.Math", method signature: "cos(double)"}}',
    /refused 422|incident|completed .*"r":null/,
  ),
];

const nest = (depth: number, open: string, close: string, inner: string) =>
  open.repeat(depth) + inner + close.repeat(depth);

export const bombs: readonly Attempt[] = [
  feel('count(for i in 1..1000000000 return i)', /incident EXPRESSION_ERROR: .*at most/),
  feel(
    'count(for a in 1..1000, b in 1..1000, c in 1..1000 return a)',
    /incident EXPRESSION_ERROR: .*(at most|steps)/,
  ),
  feel('every i in 1..1000000000 satisfies i > 0', /incident EXPRESSION_ERROR: .*at most/),
  feel('for i in 1..100000 return append(partial, partial)', /incident EXPRESSION_ERROR/),
  feel(
    'for i in 1..60 return if i = 1 then "xx" else partial[-1] + partial[-1]',
    /incident EXPRESSION_ERROR/,
  ),
  feel(
    'for i in 1..60 return if i = 1 then [1,1] else concatenate(partial[-1], partial[-1])',
    /incident EXPRESSION_ERROR/,
  ),
  feel(
    'string join(for i in 1..90000 return "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")',
    /incident EXPRESSION_ERROR/,
  ),
  feel('{f: function(n) f(n + 1), r: f(1)}.r', /incident EXPRESSION_ERROR|completed .*"r":null/),
  feel('(function(f) f(f))(function(f) f(f))', /refused 422|incident EXPRESSION_ERROR|completed .*"r":null/),
  feel(nest(2_000, '(', ')', '1'), /refused 422/),
  feel(nest(2_000, '[', ']', '1'), /refused 422/),
  feel(`${'if true then '.repeat(2_000)}1${' else 2'.repeat(2_000)}`, /refused 422/),
  feel('2 ** 99999999', /incident|completed .*"r":null/),
  feel('decimal(1/3, 999999999)', /incident|completed/),
  feel('substring("x", 1e308)', /incident|completed/),
  juel(`\${${nest(2_000, '(', ')', '1')}}`, /refused 422/),
  juel(`\${${'!'.repeat(20_000)}true}`, /refused 422/),
  juel(`\${${'1+'.repeat(30_000)}1}`, /refused 422|completed|incident/),
  {
    attack: 'a DMN function that calls itself',
    dmn: dmn(
      '<businessKnowledgeModel id="b" name="again"><variable name="again"/><encapsulatedLogic><formalParameter name="n"/><literalExpression><text>again(n + 1)</text></literalExpression></encapsulatedLogic><knowledgeRequirement id="k0"><requiredKnowledge href="#b"/></knowledgeRequirement></businessKnowledgeModel>',
      '<decision id="forever" name="forever"><knowledgeRequirement id="k"><requiredKnowledge href="#b"/></knowledgeRequirement><literalExpression><text>again(1)</text></literalExpression></decision>',
    ),
    xml: asking('forever'),
    expected: /refused 422|incident|completed .*"r":null/,
  },
  {
    attack: 'DMN functions that call each other',
    dmn: dmn(
      '<businessKnowledgeModel id="b1" name="ping"><variable name="ping"/><encapsulatedLogic><formalParameter name="n"/><literalExpression><text>pong(n)</text></literalExpression></encapsulatedLogic><knowledgeRequirement id="k1"><requiredKnowledge href="#b2"/></knowledgeRequirement></businessKnowledgeModel>',
      '<businessKnowledgeModel id="b2" name="pong"><variable name="pong"/><encapsulatedLogic><formalParameter name="n"/><literalExpression><text>ping(n)</text></literalExpression></encapsulatedLogic><knowledgeRequirement id="k2"><requiredKnowledge href="#b1"/></knowledgeRequirement></businessKnowledgeModel>',
      '<decision id="forever" name="forever"><knowledgeRequirement id="k"><requiredKnowledge href="#b1"/></knowledgeRequirement><literalExpression><text>ping(1)</text></literalExpression></decision>',
    ),
    xml: asking('forever'),
    expected: /incident DECISION_FAILED: .*at most 100 calls/,
  },
  {
    attack: 'a DMN function given to itself',
    dmn: dmn(
      '<businessKnowledgeModel id="b" name="apply"><variable name="apply"/><encapsulatedLogic><formalParameter name="f"/><literalExpression><text>f(f)</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>',
      '<decision id="forever" name="forever"><knowledgeRequirement id="k"><requiredKnowledge href="#b"/></knowledgeRequirement><literalExpression><text>apply(apply)</text></literalExpression></decision>',
    ),
    xml: asking('forever'),
    expected: /incident|completed .*"r":null|refused/,
  },
];

const manyA = 'a'.repeat(40);
export const patterns: readonly Attempt[] = [
  feel('matches(t, "(a+)+$")', /^completed .*"r":false/, { t: `${manyA}b` }),
  feel('replace(t, "(a|aa)+$", "x")', /^completed/, { t: `${manyA}b` }),
  feel('split(t, "(a*)*b")', /^completed/, { t: manyA }),
  feel('matches(t, "(.*)*(.*)*(.*)*(.*)*x")', /^completed|incident EXPRESSION_ERROR/, {
    t: 'y'.repeat(50_000),
  }),
  feel('matches(t, "((a{1,100}){1,100}){1,100}")', /incident EXPRESSION_ERROR|completed .*"r":null/, {
    t: manyA,
  }),
  feel('matches(t, "(a)\\\\1")', /incident|completed .*"r":(null|false)/, { t: manyA }),
  feel('replace(t, "a", t)', /incident EXPRESSION_ERROR/, { t: 'a'.repeat(50_000) }),
  juel("${t.matches('(a+)+$')}", /^completed|refused 422|incident/, { t: `${manyA}b` }),
  juel("${t.replaceAll('(a+)+$', 'x')}", /^completed|refused 422|incident/, { t: `${manyA}b` }),
  juel("${t.split('(a+)+$')}", /^completed|refused 422|incident/, { t: `${manyA}b` }),
];

function times(cardinality: string, expected: RegExp, variables: JsonObject = {}): Attempt {
  const loop = `<multiInstanceLoopCharacteristics><loopCardinality>${escaped(cardinality)}</loopCardinality></multiInstanceLoopCharacteristics>`;
  return {
    attack: `${cardinality} times at once`,
    xml: around(`<userTask id="x" camunda:assignee="a">${loop}</userTask>`),
    expected,
    variables,
  };
}

function over(collection: string, expected: RegExp, variables: JsonObject = {}): Attempt {
  const loop = `<multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection="${escaped(collection)}" inputElement="i" /></extensionElements></multiInstanceLoopCharacteristics>`;
  return { attack: `over ${collection}`, xml: around(`<task id="x">${loop}</task>`), expected, variables };
}

export const loops: readonly Attempt[] = [
  times('1000000000', /incident|refused 422/),
  times('-1', /incident|refused 422/),
  times('${n}', /incident EXPRESSION_ERROR: .*whole number/, { n: -5 }),
  times('${n}', /incident EXPRESSION_ERROR: .*whole number/, { n: 1.5 }),
  times('${n}', /incident EXPRESSION_ERROR: .*whole number/, { n: 'NaN' }),
  times('${n}', /incident EXPRESSION_ERROR: .*whole number/, { n: 1e9 }),
  times('${n}', /incident EXPRESSION_ERROR: .*whole number/, { n: null }),
  over('=1..1000000', /refused 422/),
  over('=for i in 1..1000000 return i', /incident/),
  over('=list', /incident/, { list: { length: 1e9 } }),
  over('=text', /incident/, { text: 'abc' }),
];

const timer = (content: string) =>
  around(
    `<intermediateCatchEvent id="x"><timerEventDefinition>${content}</timerEventDefinition></intermediateCatchEvent>`,
  );
const boundary = (content: string) =>
  bpmn({
    id: 'hostile',
    nodes: `<startEvent id="start" /><userTask id="x" camunda:assignee="a" /><boundaryEvent id="late" attachedToRef="x" cancelActivity="false"><timerEventDefinition><timeCycle>${content}</timeCycle></timerEventDefinition></boundaryEvent><endEvent id="end" /><endEvent id="end2" />`,
    flows: ['start > x > end', 'late > end2'],
  });

export const extremes: readonly Attempt[] = [
  ...['P999999999Y', 'PT1E400S', `P${'9'.repeat(400)}D`, 'PT99999999999999999999S', '-P1D'].map((text) => ({
    attack: `a duration of ${text.slice(0, 30)}`,
    xml: timer(`<timeDuration>${text}</timeDuration>`),
    expected: /refused 422|incident EXPRESSION_ERROR/,
  })),
  {
    attack: 'a duration from a variable',
    xml: timer('<timeDuration>=d</timeDuration>'),
    variables: { d: 'P999999999Y' },
    expected: /incident EXPRESSION_ERROR: .*(9999|duration)/,
  },
  {
    attack: 'a date beyond the calendar',
    xml: timer('<timeDate>+999999-01-01T00:00:00Z</timeDate>'),
    expected: /refused 422|incident EXPRESSION_ERROR/,
  },
  ...[
    'R999999999/PT0S',
    'R/PT0.0001S',
    'R999999999999999999999/PT1H',
    '0 0 30 2 *',
    '0 0 0 31 2 ?',
    '* * * * * *',
    '@every 1ms',
  ].map((text) => ({
    attack: `a cycle ${text}`,
    xml: boundary(text),
    expected: /refused 422|incident EXPRESSION_ERROR|^active/,
  })),
  {
    attack: 'a cycle from a variable',
    xml: boundary('=c'),
    variables: { c: '0 0 30 2 *' },
    expected: /incident EXPRESSION_ERROR/,
  },
  feel('1E400', /^completed .*"r":null|incident|refused 422/),
  feel('10 ** 400', /^completed .*"r":null|incident/),
  feel('duration("P999999999Y") + duration("P999999999Y")', /^completed|incident/),
  feel('date("2020-01-01") + duration("P999999999Y")', /^completed|incident/),
  juel('${1e400}', /refused 422|incident|^completed/),
  juel('${9007199254740993 * 9007199254740993}', /refused 422|incident|^completed/),
  juel('${dateTime().plusYears(999999999).toDate()}', /incident|refused 422/),
  {
    attack: 'a correlation key that is an object',
    xml: around(
      '<receiveTask id="x" messageRef="m_m" />',
      '<message id="m_m" name="m"><extensionElements><zeebe:subscription correlationKey="=k" /></extensionElements></message>',
    ),
    variables: { k: { a: 1 } },
    expected: /incident EXPRESSION_ERROR: .*correlation key/,
  },
  {
    attack: 'a message name that is an object',
    xml: around('<receiveTask id="x" messageRef="m_m" />', '<message id="m_m" name="=k" />'),
    variables: { k: { a: 1 } },
    expected: /incident EXPRESSION_ERROR: .*name of a message/,
  },
  {
    attack: 'an error code that is an object',
    xml: bpmn({
      id: 'hostile',
      roots: '<error id="er" errorCode="=k" />',
      nodes: '<startEvent id="start" /><endEvent id="end"><errorEventDefinition errorRef="er" /></endEvent>',
      flows: ['start > end'],
    }),
    variables: { k: { a: 1 } },
    expected: /incident EXPRESSION_ERROR: .*code of an error/,
  },
];

export const scripts: readonly Attempt[] = [
  script('constructors', "this.constructor.constructor('return process')()", /incident SCRIPT_\w+: /),
  script('an import', "import('fs')", /incident/),
  script('require', "require('fs').readFileSync('/etc/passwd')", /incident .*not defined/),
  script('process', 'process.exit(1)', /incident .*not defined/),
  script(
    'globals of the host',
    "['process','require','fetch','Deno','Bun','Worker','std','os'].filter((n) => n in globalThis)",
    /^completed .*"r":\[\]/,
  ),
  script('Atomics.wait', 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)', /incident/),
  script('an endless loop', 'for (;;) {}', /incident .*longer than its limit/),
  script(
    'a memory bomb',
    'const a = []; for (;;) a.push(new ArrayBuffer(1e6))',
    /incident .*(memory|longer)/,
  ),
  script('an array of every length', 'new Array(4294967295).fill(1)', /incident/),
  script('a huge text', "'x'.repeat(2 ** 30)", /incident/),
  script('deep recursion', 'const f = () => f(); f()', /incident .*stack/),
  script('getters', '({ get a() { for (;;) {} } })', /incident .*longer than/),
  script('a proxy', 'new Proxy({}, { ownKeys: () => { for (;;) {} } })', /incident .*longer than/),
  script(
    'a proxy of endless keys',
    "new Proxy({}, { ownKeys: () => ['a'], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }), get: (t, k, r) => r })",
    /incident/,
  ),
  script('a cycle', 'const a = {}; a.a = a; a', /incident/),
  script(
    'a huge result',
    "Array.from({ length: 1e6 }, () => 'xxxxxxxxxx')",
    /incident .*(at most|memory|longer)/,
  ),
  script('a promise that never comes', 'new Promise(() => {})', /incident .*promise/),
  script('a thenable', '({ then() { for (;;) {} } })', /^completed/),
  script(
    'a result nested 10,000 deep',
    'let a = 1; for (let i = 0; i < 10000; i++) a = { a }; a',
    /incident .*deep/,
  ),
  script(
    'a result nested 10,000 deep in text',
    "execution.setVariable('v', JSON.parse('['.repeat(10000) + ']'.repeat(10000)))",
    /incident/,
  ),
  script(
    'a setter on the prototype',
    "Object.defineProperty(Object.prototype, 'polluted', { set() { for (;;) {} }, get: () => 1, enumerable: true }); ({})",
    /^completed|incident/,
  ),
  script('a toJSON of its own', '({ toJSON() { return this; } })', /^completed|incident/),
  script('a pattern', "/(a+)+$/.test('a'.repeat(40) + 'b')", /incident .*longer than/),
  script('a name that is reserved', "execution.setVariable('constructor', 1)", /incident/),
  script(
    'a thousand variables',
    "for (let i = 0; i < 200000; i++) execution.setVariable('v' + i, i)",
    /incident/,
  ),
  script('an eval', "eval('for(;;){}')", /incident .*longer than/),
  script(
    'generators',
    'const g = (function* () { for (;;) yield 1; })(); [...g]',
    /incident .*(memory|longer)/,
  ),
  script('BigInt', '(2n ** 100000000n).toString()', /incident/),
  script(
    'sort',
    'Array.from({ length: 3e6 }, (_, i) => -i).sort((a, b) => Math.random() - 0.5).length',
    /incident|completed/,
  ),
];
