import { describe, expect, it } from 'vitest';
import { formatDsl } from './format-dsl.ts';

describe('the formatter of the DSL', () => {
  it('puts keywords, spaces and indentation in order, and keeps comments and single blank lines', () => {
    const text = `\ufeff
# Hiring

workflow   "Hiring"
start  "Application"  # by mail


user_task "Read it"
      # whoever is there
      assignee:    demo
      on   timeout "4h"   alongside:
            # in vain
            end "Late"
      documentation: |
              first
                second

              third
      # the last word
when amount>1000:
   -> NOWHERE
# otherwise it is easy
otherwise:
end
# all`;
    const formatted = `# Hiring

WORKFLOW "Hiring"
START "Application" # by mail

USER_TASK "Read it"
  # whoever is there
  assignee: demo
  ON TIMEOUT "4h" ALONGSIDE:
    # in vain
    END "Late"
  documentation: |
    first
      second

    third
  # the last word
WHEN amount>1000:
  -> NOWHERE
# otherwise it is easy
OTHERWISE:
END
# all
`;
    expect(formatDsl(text)).toBe(formatted);
    expect(formatDsl(formatted)).toBe(formatted);
  });

  it('leaves a text with errors as it is', () => {
    const text = 'workflow "P"\n\tstart';
    expect(formatDsl(text)).toBe(text);
  });
});
