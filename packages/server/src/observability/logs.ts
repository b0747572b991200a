import { type DestinationStream, type Logger, multistream, pino } from 'pino';

export type { Logger } from 'pino';

/** The loggers of the server, each under its own name. */
export interface Logs {
  readonly workflow: Logger;
  readonly security: Logger;
  readonly performance: Logger;
  readonly api: Logger;
  /** For what belongs to none of the others: start, stop, defects of loops. */
  readonly server: Logger;
  /** Writes out what is still buffered. */
  flush(): void;
}

export interface LogSettings {
  readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';
  /** Also written to this file; its directory is created. */
  readonly file: string | null;
  /** Where lines go; standard output without it. */
  readonly destination?: DestinationStream;
}

/** Fields that never reach a log, at the top of an entry and one object below. */
const secretFields = [
  'authorization',
  'cookie',
  'token',
  'lock_token',
  'password',
  'secret',
  'jwt_secret',
  'jwtSecret',
  'encryption_key',
  'encryptionKey',
  'api_key',
  'apiKey',
] as const;

/** JSON logs, one object a line: level, logger, ISO timestamp, message, and `err` with its stack. */
export function createLogs(settings: LogSettings): Logs {
  const { level } = settings;
  const root = pino(
    {
      level,
      base: null,
      messageKey: 'message',
      timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: [...secretFields, ...secretFields.map((field) => `*.${field}`), 'req.headers.authorization'],
        censor: '[redacted]',
      },
    },
    destinationOf(settings),
  );
  return {
    workflow: root.child({ logger: 'wbpm.workflow' }),
    security: root.child({ logger: 'wbpm.security' }),
    performance: root.child({ logger: 'wbpm.performance' }),
    api: root.child({ logger: 'wbpm.api' }),
    server: root.child({ logger: 'wbpm.server' }),
    flush: () => root.flush(),
  };
}

function destinationOf(settings: LogSettings): DestinationStream {
  const console = settings.destination ?? pino.destination({ fd: 1, sync: true });
  if (settings.file === null) return console;
  const file = pino.destination({ dest: settings.file, mkdir: true, sync: true });
  return multistream([
    { level: settings.level, stream: console },
    { level: settings.level, stream: file },
  ]);
}
