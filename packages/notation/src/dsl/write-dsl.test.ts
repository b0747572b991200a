import { describe, expect, it } from 'vitest';
import { readDsl } from './read-dsl.ts';
import { writeDsl } from './write-dsl.ts';

function again(text: string): string {
  const { document, findings } = readDsl(text);
  expect(findings).toEqual([]);
  if (document === null) throw new Error('Expected a document, but found none');
  return writeDsl(document);
}

describe('a process in the DSL', () => {
  it.each([
    [
      'branches as blocks',
      `WORKFLOW "P"
START
CHOICE "How much?"
  WHEN amount > 1000:
    USER_TASK "Approve"
  OTHERWISE:
JOIN
PARALLEL
  BRANCH:
    TASK "A"
    FIRST_OF
      BRANCH:
        WAIT "One" FOR MESSAGE "one"
      BRANCH:
        WAIT "Late" FOR AFTER "2h"
  BRANCH:
    TASK "B"
INCLUSIVE
  WHEN a:
    TASK "C"
  WHEN b:
    TASK "D"
END
`,
    ],
    [
      'handlers below their activity',
      `WORKFLOW "P"
START
USER_TASK "A"
  ON TIMEOUT "4h" ALONGSIDE
    TASK "Remind"
  ON a_event_2 ERROR "E"
    -> end
  UNDO WITH
    TASK "Undo A"
END
`,
    ],
    [
      'early ends without deeper blocks',
      `WORKFLOW "P"
START
CHOICE
  WHEN refused:
    END "Refused"
  OTHERWISE:
TASK "Go on"
CHOICE choice_2
  WHEN refused:
    END "Refused again"
  OTHERWISE:
TASK "Go on and on"
END
`,
    ],
    [
      'loops by arrows',
      `WORKFLOW "P"
START
USER_TASK "Edit"
CHOICE "Good?"
  WHEN good:
  OTHERWISE:
    -> edit
END
`,
    ],
    [
      'subprocesses with their steps',
      `WORKFLOW "P"
START
SUBPROCESS "Inner"
  FOR EACH item IN items
  START inner_start
  TASK "A"
  END inner_end
END
`,
    ],
  ])('has %s', (_what, text) => {
    expect(again(text)).toBe(text);
  });

  it('says ids only where they do not follow from the names', () => {
    const text = 'WORKFLOW "P"\nSTART\nTASK "Ship goods"\nTASK other "Ship it"\nEND\n';
    expect(
      again('WORKFLOW p "P"\nSTART start\nTASK ship_goods "Ship goods"\nTASK other "Ship it"\nEND end'),
    ).toBe(text);
  });
});
