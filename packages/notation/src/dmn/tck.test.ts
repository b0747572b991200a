import { DecisionError, type DecisionModel, evaluateDecision, type Json } from '@wbpm/engine';
import { describe, expect, it } from 'vitest';
import { sameAnswer, type TckCase, tckFolders } from '../testing/tck.ts';
import { knownDeviations } from '../testing/tck-deviations.ts';
import { compileDmn } from './compile-dmn.ts';

const NOW = Date.UTC(2026, 0, 31, 12);
const folders = tckFolders();
const deviating = new Set(Object.values(knownDeviations).flat());

describe('the DMN Technology Compatibility Kit', () => {
  it.each(folders)('$name is answered as expected, but for what is known', async ({ dmn, cases }) => {
    const compilation = await compileDmn(dmn);
    if (compilation.kind === 'refused') throw new Error(JSON.stringify(compilation.findings[0]));
    const { model } = compilation;
    const unexpected = cases.flatMap((tckCase) => {
      const isRight = answersRight(model, tckCase);
      return isRight === deviating.has(tckCase.id) ? [`${tckCase.id}: ${isRight ? 'right' : 'wrong'}`] : [];
    });
    expect(unexpected).toEqual([]);
  });

  it('has every case that is known to deviate, once', () => {
    const ids = folders.flatMap(({ cases }) => cases.map(({ id }) => id));
    const known = Object.values(knownDeviations).flat();
    expect(known.filter((id) => ids.filter((other) => other === id).length !== 1)).toEqual([]);
    expect(deviating.size).toBe(known.length);
  });
});

function answersRight(model: DecisionModel, { asked, inputs, result, expected, mayFail }: TckCase): boolean {
  const target = [...model.decisions, ...model.services].find(({ name }) => name === asked);
  try {
    const answer = evaluateDecision(model, target?.id ?? asked, inputs, NOW).result;
    return sameAnswer(asked === result ? answer : partOf(answer, result), expected);
  } catch (error) {
    if (error instanceof DecisionError) return mayFail;
    throw error;
  }
}

/** A service with several outputs answers with all of them. */
function partOf(answer: Json, name: string): Json {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return answer;
  const parts = new Map(Object.entries(answer));
  return parts.get(name) ?? answer;
}
