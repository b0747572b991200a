// Lint rules of this house that no selector can express, because they look at comments.

/** A catch that hides the error (logs and goes on, answers nothing, does nothing) says why it may. */
const catchExplains = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      hidden: 'This catch hides the error: handle it, let it pass, or write in the block why it may be lost.',
    },
  },
  create(context) {
    const explained = (node) => context.sourceCode.getCommentsInside(node).length > 0;
    return {
      CatchClause({ body }) {
        if (hides(body.body) && !explained(body)) context.report({ node: body, messageId: 'hidden' });
      },
      'CallExpression[callee.property.name="catch"][arguments.length=1] > ArrowFunctionExpression'(node) {
        const hidden =
          node.body.type === 'BlockStatement'
            ? hides(node.body.body)
            : isNothing(node.body) || isLog(node.body);
        if (!hidden) return;
        const { sourceCode } = context;
        const statement = sourceCode
          .getAncestors(node)
          .findLast((above) => /(Statement|Declaration)$/.test(above.type));
        const above = statement === undefined ? [] : sourceCode.getCommentsBefore(statement);
        if (above.length === 0 && !explained(node)) context.report({ node, messageId: 'hidden' });
      },
    };
  },
};

function hides(statements) {
  return statements.every(
    (statement) =>
      (statement.type === 'ExpressionStatement' && isLog(statement.expression)) ||
      (statement.type === 'ReturnStatement' && isNothing(statement.argument)) ||
      statement.type === 'ContinueStatement',
  );
}

function isLog(expression) {
  if (expression.type !== 'CallExpression') return false;
  let callee = expression.callee;
  while (callee.type === 'MemberExpression') {
    const name = callee.property.type === 'Identifier' ? callee.property.name : '';
    if (/^(log|logs|logger)$/.test(name)) return true;
    callee = callee.object;
  }
  return callee.type === 'Identifier' && /^(console|log|logs|logger)$/.test(callee.name);
}

function isNothing(expression) {
  if (expression === null) return true;
  if (expression.type === 'Literal') return expression.value === null;
  if (expression.type === 'ArrayExpression') return expression.elements.length === 0;
  return expression.type === 'Identifier' && expression.name === 'undefined';
}

/** `eslint-disable` names its rules and, after two dashes, its reason. */
const disableSaysWhy = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      reason: 'A switched-off rule needs its name and, after --, the reason it does not hold here.',
    },
  },
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          const directive = /^\s*eslint-disable(?:-next-line|-line)?(.*)$/s.exec(comment.value);
          if (directive === null || /^\s+[\w@/-][\w@/, -]*?\s--\s+\S/.test(directive[1])) continue;
          context.report({ loc: comment.loc, messageId: 'reason' });
        }
      },
    };
  },
};

/** A test asserts something: by expect or assert, or by a function of this file or named so that does. */
const testAsserts = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { nothing: 'This test asserts nothing.' },
  },
  create(context) {
    /** The tests and named functions around the current node, each with the names it calls. */
    const open = [];
    const tests = [];
    const callsByFunction = new Map();
    const enter = (entry) => open.push({ calls: new Set(), ...entry });
    const note = (name) => {
      for (const { calls } of open) calls.add(name);
    };
    const leave = (node) => {
      const last = open.at(-1);
      if (last?.node !== node) return;
      open.pop();
      if (last.name === undefined) tests.push(last);
      else callsByFunction.set(last.name, last.calls);
    };
    const asserts = (calls, seen = new Set()) =>
      [...calls].some((name) => {
        if (/^(expect|assert)/.test(name)) return true;
        if (seen.has(name) || !callsByFunction.has(name)) return false;
        return asserts(callsByFunction.get(name), seen.add(name));
      });
    return {
      CallExpression(node) {
        const called = node.callee.type === 'MemberExpression' ? node.callee.property.name : undefined;
        const root = rootName(node.callee);
        if (isTest(root, called, node)) enter({ node });
        note(root);
        if (called !== undefined) note(called);
      },
      'CallExpression:exit': leave,
      FunctionDeclaration: (node) => enter({ node, name: node.id.name }),
      'FunctionDeclaration:exit': leave,
      'VariableDeclarator[init.type=/FunctionExpression$/]': (node) => enter({ node, name: node.id.name }),
      'VariableDeclarator[init.type=/FunctionExpression$/]:exit': leave,
      'Program:exit'() {
        for (const { node, calls } of tests) {
          if (!asserts(calls)) context.report({ node: node.callee, messageId: 'nothing' });
        }
      },
    };
  },
};

function isTest(root, called, node) {
  if (root !== 'it' && root !== 'test') return false;
  if (called !== undefined && !/^(concurrent|sequential)$/.test(called)) return false;
  return node.arguments.some((argument) => argument.type.endsWith('FunctionExpression'));
}

/** `it` of `it(…)`, `it.each(…)(…)` and `it.each`…`(…)`. */
function rootName(callee) {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type === 'MemberExpression') return rootName(callee.object);
  if (callee.type === 'CallExpression') return rootName(callee.callee);
  return callee.type === 'TaggedTemplateExpression' ? rootName(callee.tag) : '';
}

export const houseRules = {
  rules: {
    'catch-explains': catchExplains,
    'disable-says-why': disableSaysWhy,
    'test-asserts': testAsserts,
  },
};
