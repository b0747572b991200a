import { errorAt, warningAt } from '../../finding.ts';
import type { DmnCheck } from './check.ts';

/** The file decides something, and what it leaves open is told. */
export const decisionLogic: DmnCheck = ({ model }) => {
  if (model.decisions.length === 0) {
    return [errorAt(null, 'missing-logic', 'Expected at least one decision, but found none')];
  }
  return model.decisions.flatMap(({ id, name, logic, variable }) =>
    logic === null
      ? [
          warningAt(
            id,
            'missing-logic',
            `Expected decision '${name}' to have logic, but found none: a variable '${variable.name}' must bring its result`,
          ),
        ]
      : [],
  );
};
