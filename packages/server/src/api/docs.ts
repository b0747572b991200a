import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { withoutUnused } from './openapi-components.ts';
import { described } from './openapi-describe.ts';

/** Serves the OpenAPI document at `/openapi.json` and Swagger UI at `/docs`. Call it before the routes. */
export async function registerDocs(app: FastifyInstance, cookieName: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'APG Workflow & Business Process Management API',
        description: 'Enterprise-grade workflow automation and process management',
        version: '1.0.0',
      },
      components: {
        securitySchemes: {
          bearer: {
            type: 'http',
            scheme: 'bearer',
            description:
              'The access token of a login, a token of the identity provider, or the key of a machine.',
          },
          cookie: {
            type: 'apiKey',
            in: 'cookie',
            name: cookieName,
            description:
              'The session of a browser. Changes that come with it need the Origin of this server.',
          },
        },
      },
      security: [{ bearer: [] }, { cookie: [] }],
    },
    transform: withXmlBodies,
    transformObject: (document) => withoutUnused(described(jsonSchemaTransformObject(document))),
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: docsPolicy,
    // Groups with what they are about; somebody opens the one they look for.
    uiConfig: { docExpansion: 'none', deepLinking: true, displayRequestDuration: true },
  });
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
}

/**
 * A route that takes XML beside JSON gives its body schema by content type, which the transformation of
 * zod schemas does not read: it gets the JSON schema alone, and XML is added to what it makes.
 */
const withXmlBodies: typeof jsonSchemaTransform = (document) => {
  const json = jsonSchemaOf(document.schema);
  if (json === null) return jsonSchemaTransform(document);
  const result = jsonSchemaTransform({ ...document, schema: { ...document.schema, body: json } });
  const content = {
    'application/json': { schema: result.schema.body },
    'application/xml': { schema: { type: 'string', description: xmlDescriptionOf(document.schema) } },
    ...formOf(document.schema),
  };
  return { ...result, schema: { ...result.schema, body: { content } } };
};

/** The schema of a JSON body given by content type. Routes without any schema come here too. */
function jsonSchemaOf(routeSchema: unknown): unknown {
  return bodySchemaOf(routeSchema, 'application/json') ?? null;
}

/** A form with one file, where the route takes one. */
function formOf(routeSchema: unknown): object {
  if (bodySchemaOf(routeSchema, 'multipart/form-data') === undefined) return {};
  const file = { type: 'string', format: 'binary' };
  const schema = { type: 'object', properties: { file }, required: ['file'] };
  return { 'multipart/form-data': { schema } };
}

function xmlDescriptionOf(routeSchema: unknown): unknown {
  return memberOf(bodySchemaOf(routeSchema, 'application/xml'), 'description');
}

function bodySchemaOf(routeSchema: unknown, contentType: string): unknown {
  const content = memberOf(memberOf(routeSchema, 'body'), 'content');
  return memberOf(memberOf(content, contentType), 'schema');
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** Swagger UI draws its icons from data addresses and sets styles on elements. */
const docsPolicy = {
  'default-src': "'self'",
  'script-src': "'self'",
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'object-src': "'none'",
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
};
