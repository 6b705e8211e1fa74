import { afterEach, describe, expect, it } from '@jest/globals';
import { type Child, runModule } from './testing.ts';

/**
 * A process around `runProcess` whose app is `parts`, on a clock that runs a hundred times as fast. `said(x)` prints a
 * line, `forever()` never ends.
 */
function script(parts: { start?: string; stop?: string; failed?: string; args?: string; schema?: string }): string {
  return `
    import { systemClock, TurnfleetError } from '@turnfleet/core';
    import { z } from 'zod';
    import { commonConfig, parseConfig, port } from './config.ts';
    import { runProcess } from './process.ts';
    const said = (text) => console.log(text);
    const forever = () => new Promise(() => {});
    const clock = {
      ...systemClock,
      monotonic: () => 100 * systemClock.monotonic(),
      setTimer: (ms, fire) => systemClock.setTimer(ms / 100, fire),
    };
    setInterval(() => {}, 1_000);
    await runProcess({
      name: 'app',
      serviceName: 'app',
      clock,
      args: [${parts.args ?? ''}],
      readConfig: (env) => parseConfig(z.object({ ...commonConfig, PORT: port(1) }), env),
      start: async (config, { telemetry }) => {
        ${parts.start ?? ''};
        return { name: 'app', addresses: {}, checks: [], failed: ${parts.failed ?? 'undefined'}, stop: async () => { ${parts.stop ?? "said('stopped')"} } };
      },
      ready: () => said('ready'),
    });`;
}

describe('the life of a process', () => {
  const children: Child[] = [];
  const run = (parts: Parameters<typeof script>[0], env: Record<string, string> = {}): Child => {
    const child = runModule(script(parts), env);
    children.push(child);
    return child;
  };
  afterEach(async () => {
    for (const child of children.splice(0)) {
      child.process.kill('SIGKILL');
      await child.ended;
    }
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends with 0 after %s and a clean stop', async (signal) => {
    const child = run({});
    await child.says('ready');
    child.process.kill(signal);
    expect(await child.ended).toMatchObject({ code: 0, stdout: 'ready\nstopped\n' });
  });

  it('tells every mistake of the configuration and ends with 2', async () => {
    const { code, stderr } = await run({}, { PORT: 'x', DRAIN_SECONDS: '-1' }).ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(/^app: the configuration has mistakes:\n {2}DRAIN_SECONDS: .*\n {2}PORT: .*\n$/);
  });

  it('takes --help, and no other argument', async () => {
    const [help, other] = [run({ args: "'--help'" }), run({ args: "'--port=1'" })];
    expect(await help.ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/^usage: app\n/) });
    expect(await other.ended).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^app: there is no argument --port=1\n/),
    });
  });

  it('ends with 1 when it cannot start, saying why and what to do', async () => {
    const start = "throw new TurnfleetError('overloaded', 'Redis is away.', { suggestion: 'Start it.' })";
    const { code, stderr } = await run({ start }).ended;
    expect([code, JSON.parse(stderr)]).toMatchObject([1, { msg: 'app could not start: Redis is away. Start it.' }]);
  });

  it('ends with 1 after a stop when the app cannot go on', async () => {
    const failed = "Promise.reject(new TurnfleetError('internal', 'The log is gone.'))";
    const { code, stdout, stderr } = await run({ failed }).ended;
    expect([code, stdout]).toEqual([1, 'ready\nstopped\n']);
    expect(stderr).toContain('app cannot go on: The log is gone.');
  });

  it.each([
    [
      'an error event without a listener',
      "import('node:events').then((e) => setImmediate(() => new e.EventEmitter().emit('error', new Error('torn'))))",
    ],
    ['a rejection that nobody awaits', "setImmediate(() => void Promise.reject(new Error('torn')))"],
    ['a timer that throws', "setImmediate(() => { throw new Error('torn') })"],
  ])('goes on after %s, says so once and counts each', async (_what, escape) => {
    const child = run({
      start: `
        const again = () => ${escape};
        process.on('SIGUSR2', () => {
          again();
          again();
          setTimeout(() => void telemetry.metricsText().then((text) => said(text)), 20);
        })`,
    });
    await child.says('ready');
    child.process.kill('SIGUSR2');
    await child.says('turnfleet_escaped_errors');
    child.process.kill('SIGTERM');
    const { code, stdout, stderr } = await child.ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/turnfleet_escaped_errors_total\{error_type="Error"[^}]*\} 2/);
    expect(stderr.match(/app: an error that nobody caught/g)).toHaveLength(1);
    expect(stderr).toContain('torn');
  });

  it('ends with 1 by an error that nobody caught while it starts', async () => {
    const start = "setImmediate(() => { throw new Error('torn') }); await forever()";
    const { code, stderr } = await run({ start }).ended;
    expect(code).toBe(1);
    expect(stderr).toContain('torn');
  });

  it('stops what started when the signal came during the start, and never says it is ready', async () => {
    const child = run({
      start: "said('starting'); await new Promise((go) => process.once('SIGTERM', () => setImmediate(go)))",
    });
    await child.says('starting');
    child.process.kill('SIGTERM');
    expect(await child.ended).toMatchObject({ code: 0, stdout: 'starting\nstopped\n' });
  });

  it.each([
    ['start', { start: "said('ready'); await forever()" }],
    ['stop', { stop: 'await forever()' }],
  ])('does not wait for ever for a %s that hangs', async (_what, parts) => {
    const child = run(parts, { DRAIN_SECONDS: '0' });
    await child.says('ready');
    child.process.kill('SIGTERM');
    const { code, stderr } = await child.ended;
    expect(code).toBe(1);
    expect(stderr).toContain('did not stop in time');
  });

  it('ends with 1 when the stop fails', async () => {
    const child = run({ stop: "throw new TurnfleetError('internal', 'Half of it remains.')" });
    await child.says('ready');
    child.process.kill('SIGTERM');
    const { code, stderr } = await child.ended;
    expect(code).toBe(1);
    expect(stderr).toContain('app did not stop cleanly: Half of it remains.');
  });

  it('ends at once with the second signal', async () => {
    const child = run(
      { stop: "clock.setTimer(600, () => said('stopping')); await forever()" },
      { DRAIN_SECONDS: '600' },
    );
    await child.says('ready');
    child.process.kill('SIGINT');
    await child.says('stopping');
    child.process.kill('SIGINT');
    const { code, stderr } = await child.ended;
    expect(code).toBe(1);
    expect(stderr).toContain('second signal');
  });
});
