import { healthSchema, readinessSchema } from '@wbpm/contract';
import type { HealthReporter } from '../../observability/health.ts';
import type { App } from '../app.ts';

const tags = ['health'];

/** `/health` answers 200 while the process works; `/ready` 503 when it cannot serve. */
export function registerHealthRoutes(app: App, health: HealthReporter): void {
  app.get(
    '/health',
    { schema: { tags, summary: 'State of the parts of the server', response: { 200: healthSchema } } },
    () => health.health(),
  );

  app.get(
    '/ready',
    {
      schema: {
        tags,
        summary: 'Whether the server can take requests',
        response: { 200: readinessSchema, 503: readinessSchema },
      },
    },
    async (_request, reply) => {
      const readiness = await health.readiness();
      return reply.code(readiness.ready ? 200 : 503).send(readiness);
    },
  );
}
