import {
  parsedDefinitionSchema,
  parseRequestSchema,
  rewriteRequestSchema,
  rewrittenTextSchema,
} from '@wbpm/contract';
import { parseDefinition } from '../../processes/parse-definition.ts';
import type { LanguageModel } from '../../rewriting/language-model.ts';
import { rewriteText } from '../../rewriting/rewrite-text.ts';
import type { App } from '../app.ts';
import { limits } from '../limits.ts';
import { type Api, answer, useCaseOf } from './call.ts';
import { answers } from './schemas.ts';

const tags = ['processes'];

export function registerParseRoutes(app: App, api: Api, model: LanguageModel | null): void {
  app.post(
    '/api/v1/parse',
    {
      schema: {
        tags,
        summary: 'Read and check a definition without storing it',
        body: parseRequestSchema,
        response: answers(parsedDefinitionSchema),
      },
    },
    (request) => answer(parseDefinition(useCaseOf(request, api), request.body)),
  );

  app.post(
    '/api/v1/parse/rewrite',
    {
      config: { handlerMs: limits.waitingHandlerMs },
      schema: {
        tags,
        summary: 'Put a free description into plain language that can be read, by a language model',
        body: rewriteRequestSchema,
        response: answers(rewrittenTextSchema),
      },
    },
    (request) => answer(rewriteText(useCaseOf(request, api), model, request.body.text)),
  );
}
