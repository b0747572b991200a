export { ApiError, type ApiErrorCode } from './api-error.ts';
export { type Client, createClient } from './client.ts';
export {
  createFeed,
  type Feed,
  type FeedEvents,
  type FeedSettings,
  type FeedSocket,
  type FeedStatus,
} from './feed.ts';
export type { IncidentCalls } from './incident-calls.ts';
export type { InstanceCalls } from './instance-calls.ts';
export type { JobCalls } from './job-calls.ts';
export type { ProcessCalls } from './process-calls.ts';
export type { CallOptions, Connection } from './send.ts';
export type { SystemCalls } from './system-calls.ts';
export type { TaskCalls } from './task-calls.ts';
