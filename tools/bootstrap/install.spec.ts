import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Checkout, makeCheckout } from './checkout.ts';

/** What a good install does, as far as the bootstrap looks: Node 24 arrives. */
const arrive = 'mkdir -p node_modules/node/bin && ln -sf "$NODE_OF_SPEC" node_modules/node/bin/node';
const noted = 'echo "$@" >> npm-calls';

describe('the turnfleet command before its install', () => {
  let checkout: Checkout;
  beforeEach(() => {
    checkout = makeCheckout();
    checkout.write('apps/fleet/src/main.ts', 'console.log("fleet", ...process.argv.slice(2));');
  });
  afterEach(() => checkout.remove());
  const turnfleet = (...args: string[]) => checkout.run(['tools/bootstrap/turnfleet.mjs', ...args]);
  const installs = (): number => readFileSync(join(checkout.folder, 'npm-calls'), 'utf8').trim().split('\n').length;

  it('installs once, says so, and hands over with all arguments', async () => {
    checkout.command('npm', `${noted}; ${arrive}`);
    const first = await turnfleet('chat', 'two words');
    expect(first.code).toBe(0);
    expect(first.output).toMatch(
      /^Installing dependencies for the first time [^\n]*\nInstalled in \d+ s\.\nfleet chat two words\n$/,
    );
    expect(await turnfleet('up')).toEqual({ code: 0, output: 'fleet up\n' });
    expect(installs()).toBe(1);
  });

  it('installs again when the lock file changed', async () => {
    checkout.command('npm', `${noted}; ${arrive}`);
    await turnfleet();
    checkout.write('package-lock.json', '{"changed":true}');
    expect((await turnfleet()).output).toContain('because the lock file changed');
    expect(installs()).toBe(2);
  });

  it('passes on that npm failed, starts nothing, and tries again next time', async () => {
    checkout.command('npm', 'echo "npm: no network" >&2; exit 7');
    const { code, output } = await turnfleet();
    expect(code).toBe(1);
    expect(output).toContain('npm: no network');
    expect(output).toContain('npm install failed with exit code 7');
    expect(output).not.toContain('fleet');
    checkout.command('npm', arrive);
    expect((await turnfleet()).code).toBe(0);
  });

  it('does not take what an interrupted install left for the install before it', async () => {
    checkout.command('npm', `${noted}; ${arrive}`);
    await turnfleet();
    checkout.write('package-lock.json', '{"changed":true}');
    checkout.command('npm', 'kill -TERM $$');
    expect((await turnfleet()).code).toBe(1);
    checkout.write('package-lock.json', '{}');
    checkout.command('npm', `${noted}; ${arrive}`);
    expect((await turnfleet()).code).toBe(0);
    expect(installs()).toBe(2);
  });

  it('says what is missing when there is no npm', async () => {
    checkout.command('npm', '');
    checkout.write('bin/npm', 'not executable');
    const { code, output } = await checkout.run([
      '-e',
      'process.env.PATH = "/nowhere"; import("./tools/bootstrap/install.mjs").then((m) => m.ensureInstalled())',
    ]);
    expect(code).toBe(1);
    expect(output).toContain('Cannot run npm: ');
  });

  it('puts the lock file back when npm rewrote it, and goes on', async () => {
    checkout.command('npm', `${arrive}; echo '{"by":"npm"}' > package-lock.json`);
    const { code, output } = await turnfleet();
    expect([code, output.includes('it was put back')]).toEqual([0, true]);
    expect(readFileSync(join(checkout.folder, 'package-lock.json'), 'utf8')).toBe('{}');
  });

  it('says so when Node 24 did not arrive', async () => {
    checkout.command('npm', 'mkdir -p node_modules');
    const { code, output } = await turnfleet();
    expect(code).toBe(1);
    expect(output).toContain('without --ignore-scripts');
    expect(existsSync(join(checkout.folder, 'node_modules/node'))).toBe(false);
  });

  it('ends as the fleet ends, whatever ended it', async () => {
    checkout.command('npm', arrive);
    checkout.write('apps/fleet/src/main.ts', 'process.exitCode = 2;');
    expect((await turnfleet()).code).toBe(2);
    checkout.write('apps/fleet/src/main.ts', 'process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1e3);');
    expect((await turnfleet()).code).toBe(128 + 9);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('passes %s on and waits for the fleet to end', async (name) => {
    checkout.command('npm', arrive);
    checkout.write(
      'apps/fleet/src/main.ts',
      `process.on('${name}', () => { console.log('drained'); process.exit(0); }); console.log('up'); setInterval(() => {}, 1e3);`,
    );
    const { code, output } = await checkout.run(['tools/bootstrap/turnfleet.mjs'], { name, at: 'up\n' });
    expect([code, output.endsWith('up\ndrained\n')]).toEqual([0, true]);
  });
});
