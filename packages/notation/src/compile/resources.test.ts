import { describe, expect, it } from 'vitest';
import { around, modelOf, nodeIn } from '../testing/bpmn.ts';

const literal = (source: string) => ({ language: 'literal', source });
const juel = (source: string) => ({ language: 'juel', source });
const withRoots = (xml: string, roots: string) => xml.replace('<process', `${roots}<process`);

describe('people', () => {
  const role = (tag: string, text: string) =>
    `<${tag}><resourceAssignmentExpression><formalExpression>${text}</formalExpression></resourceAssignmentExpression></${tag}>`;

  it('are BPMN’s own performers and owners', async () => {
    const xml = around(
      `<userTask id="x">${role('humanPerformer', 'kermit')}${role('potentialOwner', 'user(fozzie), group(sales), ${boss}')}</userTask>`,
    );
    expect(nodeIn(await modelOf(xml), 'userTask')).toMatchObject({
      assignee: literal('kermit'),
      candidateUsers: [literal('fozzie')],
      candidateGroups: [literal('sales'), juel('${boss}')],
    });
  });

  it('may be resources of the file', async () => {
    const xml = withRoots(
      around(
        '<userTask id="x"><potentialOwner><resourceRef>r</resourceRef></potentialOwner><potentialOwner/></userTask>',
      ),
      '<resource id="r" name="Sales"/>',
    );
    expect(nodeIn(await modelOf(xml), 'userTask').candidateGroups).toEqual([literal('Sales')]);
  });
});
