/** A DMN 1.3 file around the elements given. */
export function dmn(content: string, attributes = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="file" name="File" namespace="n" ${attributes}>
${content}
</definitions>`;
}

/** A decision whose logic is one FEEL expression. */
export function decision(id: string, text: string, requirements = ''): string {
  return `<decision id="${id}" name="${id}">${requirements}
  <literalExpression id="${id}Text"><text>${text}</text></literalExpression>
</decision>`;
}

export function requires(kind: 'Decision' | 'Input' | 'Knowledge', id: string): string {
  const holder = kind === 'Knowledge' ? 'knowledgeRequirement' : 'informationRequirement';
  return `<${holder}><required${kind} href="#${id}" /></${holder}>`;
}

/** A decision with a table of one input `x` and one output `y`; each rule is a test and an entry. */
export function tableDecision(
  id: string,
  rules: readonly (readonly [test: string, entry: string])[],
  attributes = '',
): string {
  const cells = rules.map(
    ([test, entry], index) =>
      `<rule id="r${index + 1}"><inputEntry><text>${test}</text></inputEntry><outputEntry><text>${entry}</text></outputEntry></rule>`,
  );
  return `<decision id="${id}" name="${id}">
<decisionTable id="${id}Table" ${attributes}>
<input id="in" label="X"><inputExpression><text>x</text></inputExpression></input>
<output id="out" name="y" />
${cells.join('\n')}
</decisionTable>
</decision>`;
}
