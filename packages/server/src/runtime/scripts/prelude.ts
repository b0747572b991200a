/**
 * Runs inside the sandbox before the script. Takes the variables as JSON text, offers them as globals
 * and through `execution`, and yields the function that later writes the outcome as JSON text. It
 * keeps its own references to the built-ins it needs, as the script may replace them. A variable that
 * bears the name of a global is reached through `execution.getVariable` only.
 */
export const PRELUDE = `(function (input) {
  'use strict';
  const { parse, stringify } = JSON;
  const { hasOwn, defineProperty } = Object;
  const PromiseType = Promise;
  const variables = parse(input);
  const changed = Object.create(null);
  const read = function (name) { return hasOwn(variables, name) ? variables[name] : null; };
  const write = function (name, value) {
    if (typeof name !== 'string' || name === '' || name.length > 255 || name === '__proto__') {
      throw new TypeError('execution.setVariable expects a variable name of 1 to 255 characters');
    }
    const json = stringify(value);
    const copy = json === undefined ? null : parse(json);
    changed[name] = copy;
    defineProperty(variables, name, { value: copy, writable: true, enumerable: true, configurable: true });
  };
  const execution = Object.freeze({
    getVariable: read,
    setVariable: write,
    hasVariable: function (name) { return hasOwn(variables, name); },
  });
  defineProperty(globalThis, 'execution', { value: execution });
  for (const name of Object.keys(variables)) {
    if (!(name in globalThis)) {
      defineProperty(globalThis, name, { value: variables[name], writable: true, enumerable: true, configurable: true });
    }
  }
  return function (result) {
    if (result instanceof PromiseType) throw new TypeError('a script cannot wait: its result is a promise');
    return stringify({ result: result === undefined || typeof result === 'function' ? null : result, variables: changed });
  };
})`;
