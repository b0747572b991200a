import type { RewrittenText } from '@wbpm/contract';
import { Refusal } from '../access/refusal.ts';
import { requirePermission } from '../access/require-permission.ts';
import { OutsideError } from '../outgoing/call-outside.ts';
import { parseDefinition } from '../processes/parse-definition.ts';
import type { UseCase } from '../use-case.ts';
import { instructions } from './instructions.ts';
import type { LanguageModel } from './language-model.ts';

const mostCharacters = 100_000;

/**
 * Has a language model put a free description into the sentences our reader understands. What it answers is a text
 * like any other: it is read by that reader, stored nowhere, and a person decides what becomes of it.
 */
export async function rewriteText(
  useCase: Pick<UseCase, 'principal'>,
  model: LanguageModel | null,
  text: string,
): Promise<RewrittenText> {
  requirePermission(useCase.principal, 'process', 'create');
  if (model === null) {
    const message = 'Expected LANGUAGE_MODEL_URL to name a language model, but this server has none';
    throw new Refusal('NOT_SUPPORTED', message);
  }
  const rewritten = withoutFence(await ask(model, text)).trim();
  if (rewritten === '' || rewritten.length > mostCharacters) {
    throw unusable(
      `Expected 1 to ${mostCharacters} characters from the language model, but found ${rewritten.length}`,
    );
  }
  const parsed = await parseDefinition(useCase, { definition: rewritten, format: 'natural_language' });
  return { text: rewritten, parsed };
}

async function ask(model: LanguageModel, text: string): Promise<string> {
  try {
    return await model(instructions, text);
  } catch (error) {
    if (error instanceof OutsideError) throw unusable(error.message, error);
    throw error;
  }
}

/** Models like to put what they write into a block of code. */
function withoutFence(text: string): string {
  return /^\s*```[^\n]*\n([\s\S]*?)\n?```\s*$/.exec(text)?.[1] ?? text;
}

function unusable(message: string, cause?: unknown): Refusal {
  return new Refusal('UNAVAILABLE', message, { retryAfterSeconds: 5, cause });
}
