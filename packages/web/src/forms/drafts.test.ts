import { describe, expect, it } from 'vitest';
import { parseDraft } from './drafts.ts';

const isName = (candidate: unknown): candidate is string => typeof candidate === 'string';

describe('parseDraft', () => {
  it('reads what was saved', () => {
    expect(parseDraft('{"savedAt":5,"values":"Ada"}', isName)).toEqual({ savedAt: 5, values: 'Ada' });
  });

  it.each(['', '{', 'null', '{"savedAt":5}', '{"savedAt":"x","values":"Ada"}', '{"savedAt":5,"values":7}'])(
    'takes %s for no draft',
    (text) => {
      expect(parseDraft(text, isName)).toBeNull();
    },
  );
});
