import { Counter, Histogram, type Registry } from 'prom-client';

/** A request that was answered. `endpoint` is the route's pattern, never the address itself. */
export interface ApiRequest {
  readonly method: string;
  readonly endpoint: string;
  readonly statusCode: number;
  readonly seconds: number;
}

export interface ApiMetrics {
  recordApiRequest(request: ApiRequest): void;
}

export function apiMetrics(registry: Registry): ApiMetrics {
  const requests = new Counter({
    name: 'wbpm_api_requests_total',
    help: 'API requests answered',
    labelNames: ['method', 'endpoint', 'status_code'],
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'wbpm_api_duration_seconds',
    help: 'Time from the arrival of an API request to the end of its answer',
    labelNames: ['method', 'endpoint'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  });
  return {
    recordApiRequest({ method, endpoint, statusCode, seconds }) {
      requests.inc({ method, endpoint, status_code: statusCode });
      duration.observe({ method, endpoint }, seconds);
    },
  };
}
