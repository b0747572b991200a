import { z } from 'zod';
import { callOutside, OutsideError } from '../outgoing/call-outside.ts';
import { createPlaces } from '../places.ts';

/** A model behind an interface as OpenAI's, for chat completions. */
export interface LanguageModelSettings {
  /** What stands before `/chat/completions`. */
  readonly url: string;
  readonly model: string;
  /** Null: it asks for none. */
  readonly apiKey: string | null;
}

/** Answers what the model makes of a text under these instructions. Throws `OutsideError`. */
export type LanguageModel = (instructions: string, text: string) => Promise<string>;

const answerSchema = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
});

const answerWithinMs = 50_000;
/** A model is slow and dear: whoever comes meanwhile waits for a turn. */
const placesAtOnce = 4;

export function languageModel({ url, model, apiKey }: LanguageModelSettings): LanguageModel {
  const address = new URL(`${url.replace(/\/$/, '')}/chat/completions`);
  const places = createPlaces(placesAtOnce);
  return (instructions, text) =>
    places.run(async () => {
      const response = await callOutside(address, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(apiKey !== null && { authorization: `Bearer ${apiKey}` }),
        },
        body: JSON.stringify({
          model,
          // The same text gets the same answer, as far as a model can.
          temperature: 0,
          messages: [
            { role: 'system', content: instructions },
            { role: 'user', content: text },
          ],
        }),
        answerWithinMs,
      });
      if (response.status !== 200)
        throw new OutsideError(address, new Error(`it answered ${response.status}`));
      // What is no JSON is no completion either.
      const answer = answerSchema.safeParse(await response.json().catch(() => null));
      if (!answer.success) throw new OutsideError(address, new Error('it answered no chat completion'));
      return answer.data.choices[0]?.message.content ?? '';
    });
}
