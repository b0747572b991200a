import { parsedDefinitionSchema, parseRequestSchema } from '@wbpm/contract';
import { parseDefinition } from '../../processes/parse-definition.ts';
import type { App } from '../app.ts';
import { type Api, answer, useCaseOf } from './call.ts';
import { answers } from './schemas.ts';

const tags = ['processes'];

export function registerParseRoutes(app: App, api: Api): void {
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
}
