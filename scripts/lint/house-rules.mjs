// Lint rules of this house that no selector can express, because they look at comments.

const testFunctions = new Set(['it', 'test']);

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
          node.body.type === 'BlockStatement' ? hides(node.body.body) : isNothing(node.body) || isLog(node.body);
        if (!hidden) return;
        const { sourceCode } = context;
        const statement = sourceCode.getAncestors(node).findLast((above) => above.type.endsWith('Statement'));
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

/** A test asserts something: it calls expect, a function named expect… or assert…, or fc.assert. */
const testAsserts = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { nothing: 'This test asserts nothing.' },
  },
  create(context) {
    const open = [];
    return {
      CallExpression(node) {
        const name = rootName(node.callee);
        if (testFunctions.has(name)) open.push({ node, asserts: false });
        const called = node.callee.type === 'MemberExpression' ? node.callee.property.name : '';
        if (open.length > 0 && [name, called].some(isAssertion)) open[open.length - 1].asserts = true;
      },
      'CallExpression:exit'(node) {
        if (open[open.length - 1]?.node !== node) return;
        const { asserts } = open.pop();
        const body = node.arguments.some((argument) => argument.type.endsWith('FunctionExpression'));
        if (body && !asserts) context.report({ node: node.callee, messageId: 'nothing' });
      },
    };
  },
};

function isAssertion(name = '') {
  return /^(expect|assert)/.test(name);
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
