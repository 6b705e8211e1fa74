import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Checkout, makeCheckout } from './checkout.ts';

const result = (passed: number, failed: number, skipped: string[] = [], broken = 0): string =>
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: skipped.length,
    numTodoTests: 0,
    numRuntimeErrorTestSuites: broken,
    testResults: [{ assertionResults: skipped.map((fullName) => ({ status: 'pending', fullName })) }],
  });

describe('npm run check', () => {
  let checkout: Checkout;
  beforeEach(() => {
    checkout = makeCheckout();
    checkout.command('npm', 'mkdir -p node_modules/node/bin && ln -sf "$NODE_OF_SPEC" node_modules/node/bin/node');
    checkout.command('biome', '');
    checkout.command('nx', '');
    checkout.write('tools/protos/generate.ts', '');
    checkout.write('tools/jest.mjs', '');
  });
  afterEach(() => checkout.remove());
  const check = () => checkout.run(['tools/bootstrap/test.mjs', '--check']);
  const lastLine = (output: string) => output.trimEnd().split('\n').at(-1);
  /** Lets the unit specs end with `code` after they wrote these results. */
  const specsWrite = (code: number, files: Record<string, string>): void => {
    for (const [name, text] of Object.entries(files)) checkout.write(`results/${name}`, text);
    checkout.command(
      'nx',
      `case "$*" in *test) mkdir -p dist/results; cp -R results/. dist/results; exit ${code};; esac`,
    );
  };

  it('adds up what the steps proved and names what was skipped', async () => {
    specsWrite(0, { 'libs/core.json': result(3, 0), 'apps/fleet.json': result(4, 0, ['traces in Jaeger']) });
    const { code, output } = await check();
    expect([code, lastLine(output)]).toEqual([0, '7 passed, 0 failed, 1 skipped']);
    expect(output).toContain('skipped: traces in Jaeger\n');
  });

  it('goes on after a step that failed, and counts it beside the failing specs', async () => {
    checkout.command('biome', 'exit 1');
    specsWrite(1, { 'libs/core.json': result(3, 2) });
    const { code, output } = await check();
    expect([code, lastLine(output)]).toEqual([1, '3 passed, 3 failed, 0 skipped']);
    expect(output).toContain('failed step: format\nfailed step: unit and contract specs\n');
  });

  it('counts a spec file that does not load, and a result that breaks off', async () => {
    specsWrite(1, { 'libs/core.json': result(3, 0, [], 1), 'libs/runtime/model.json': '{"numPassed' });
    expect(lastLine((await check()).output)).toBe('3 passed, 2 failed, 0 skipped');
  });

  it('does not count what an earlier run left', async () => {
    checkout.write('dist/results/libs/gone.json', result(50, 1));
    expect(lastLine((await check()).output)).toBe('0 passed, 0 failed, 0 skipped');
  });

  it('counts a command that is not there as a failure', async () => {
    checkout.write('bin/biome', 'not a program');
    const { code, output } = await checkout.run(['tools/bootstrap/test.mjs', '--check']);
    expect(code).toBe(1);
    expect(lastLine(output)).toBe('0 passed, 1 failed, 0 skipped');
  });

  it('stops at Ctrl-C, still counting', async () => {
    checkout.command('biome', 'echo formatting; exec sleep 60');
    const { code, output } = await checkout.run(['tools/bootstrap/test.mjs', '--check'], {
      name: 'SIGINT',
      at: 'formatting',
    });
    expect(code).toBe(1);
    expect(output).not.toContain('── lint and types');
    expect(lastLine(output)).toBe('0 passed, 1 failed, 0 skipped');
  });
});
