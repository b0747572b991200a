import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createLogs, type LogSettings } from './logs.ts';

const directory = mkdtempSync(join(tmpdir(), 'wbpm-logs-'));
afterAll(() => rmSync(directory, { recursive: true }));

function setUp(over: Partial<LogSettings> = {}) {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const logs = createLogs({ level: 'info', file: null, destination, ...over });
  const entries = (): Record<string, unknown>[] => lines.map((line) => JSON.parse(line));
  return { logs, entries };
}

describe('a log entry', () => {
  it('is JSON with level, time, logger and message', () => {
    const { logs, entries } = setUp();
    logs.workflow.info({ instance_id: 'i' }, 'Started');
    expect(entries()).toEqual([
      {
        level: 'info',
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        logger: 'wbpm.workflow',
        instance_id: 'i',
        message: 'Started',
      },
    ]);
  });

  it('names one of the loggers', () => {
    const { logs, entries } = setUp();
    for (const log of [logs.workflow, logs.security, logs.performance, logs.api, logs.server]) log.info('x');
    expect(entries().map((entry) => entry['logger'])).toEqual([
      'wbpm.workflow',
      'wbpm.security',
      'wbpm.performance',
      'wbpm.api',
      'wbpm.server',
    ]);
  });

  it('holds the stack of an error', () => {
    const { logs, entries } = setUp();
    logs.server.error({ err: new Error('broken') }, 'Failed');
    expect(entries()[0]?.['err']).toMatchObject({
      message: 'broken',
      stack: expect.stringContaining('logs.test'),
    });
  });

  it('holds no secret', () => {
    const { logs, entries } = setUp();
    logs.api.info(
      {
        authorization: 'Bearer s3cret',
        token: 's3cret',
        user: { password: 's3cret' },
        headers: { authorization: 's3cret', cookie: 's3cret' },
        req: { headers: { authorization: 's3cret' } },
      },
      'Seen',
    );
    expect(JSON.stringify(entries())).not.toContain('s3cret');
  });

  it('below the level is not written', () => {
    const { logs, entries } = setUp({ level: 'warn' });
    logs.api.info('quiet');
    logs.api.warn('loud');
    logs.flush();
    expect(entries()).toHaveLength(1);
  });
});

describe('a log file', () => {
  it('gets the same lines, in a directory made for it', () => {
    const file = join(directory, 'deep', 'wbpm.log');
    const { logs, entries } = setUp({ file });
    logs.api.info('twice');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(entries()[0]);
  });
});

describe('standard output', () => {
  it('is where lines go otherwise', () => {
    const logs = createLogs({ level: 'fatal', file: null });
    expect(logs.api.isLevelEnabled('info')).toBe(false);
  });
});
