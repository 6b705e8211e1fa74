import { describe, expect, it } from '@jest/globals';
import { runModule } from './testing.ts';

async function logged(code: string): Promise<Record<string, unknown>[]> {
  const { stdout, stderr } = await runModule(`
    import { TurnfleetError } from '@turnfleet/core';
    import { createLogger } from './logger.ts';
    const logger = createLogger('app', 'info');
    ${code}`).ended;
  expect(stdout).toBe('');
  return stderr
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the log', () => {
  it('is one JSON object a line on stderr, of the chosen level and above', async () => {
    const lines = await logged("logger.debug({}, 'no'); logger.info({ partition: 3 }, 'yes'); logger.warn({}, 'also')");
    expect(lines).toEqual([
      { level: 'info', time: expect.stringMatching(/^\d{4}-.*Z$/), name: 'app', partition: 3, msg: 'yes' },
      { level: 'warn', time: expect.any(String), name: 'app', msg: 'also' },
    ]);
  });

  it('names the trace that a line belongs to', async () => {
    const [line] = await logged(`
      const { withSpan } = await import('@turnfleet/telemetry');
      const { startTelemetry } = await import('@turnfleet/telemetry/sdk');
      const telemetry = startTelemetry({ serviceName: 'app', export: false }, logger);
      await withSpan({ scope: 'test', name: 'work' }, async () => logger.info({}, 'inside'));
      await telemetry.stop();`);
    expect(line).toMatchObject({
      trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      span_id: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
  });

  it('tells errors with their kind and causes, but never what clients hang on them', async () => {
    const [line] = await logged(`
      const command = Object.assign(new Error('ERR wrong type'), { command: { args: ['where do I live?'] } });
      const error = new TurnfleetError('overloaded', 'Redis refused.', { cause: command, suggestion: 'Look.' });
      logger.error({ err: error }, 'refused')`);
    expect(line).toMatchObject({
      err: {
        type: 'TurnfleetError',
        kind: 'overloaded',
        message: 'Redis refused.',
        cause: { message: 'ERR wrong type' },
      },
    });
    expect(JSON.stringify(line)).not.toContain('where do I live?');
  });
});
