/** DMN files for tests. */
export function dmn(...decisions: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="file" name="File" namespace="http://wbpm.test">
${decisions.join('\n')}
</definitions>`;
}

/** A decision whose logic is one FEEL expression. */
export function expressionDecision(id: string, text: string): string {
  return `<decision id="${id}" name="${id}"><literalExpression><text>${text}</text></literalExpression></decision>`;
}

/** A table of one input `x` and one output `y`; each rule is a test and an entry. */
export function tableDecision(
  id: string,
  rules: readonly (readonly [test: string, entry: string])[],
  hitPolicy = 'UNIQUE',
): string {
  const written = rules.map(
    ([test, entry], index) =>
      `<rule id="r${index + 1}"><inputEntry><text>${test}</text></inputEntry><outputEntry><text>${entry}</text></outputEntry></rule>`,
  );
  return `<decision id="${id}" name="${id}"><decisionTable hitPolicy="${hitPolicy}">
  <input><inputExpression><text>x</text></inputExpression></input><output name="y" />
  ${written.join('\n  ')}
</decisionTable></decision>`;
}
