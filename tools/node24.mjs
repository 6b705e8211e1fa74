import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// The first releases of Node 20 have no import.meta.dirname.
export const root = fileURLToPath(new URL('..', import.meta.url));
export const node24 = join(root, 'node_modules/node/bin/node');

/** Flags of every process of the product: kafkajs sets timers in the past, which Node 24 warns about. */
export const productFlags = ['--disable-warning=TimeoutNegativeWarning', '--disable-warning=ExperimentalWarning'];

/** Why the fleet cannot run on this machine's install, or null if it can. */
export function missingNode24() {
  if (existsSync(node24)) return null;
  return (
    'Node 24 did not arrive with the install: the install script of the npm package "node" was not run.\n' +
    'Turnfleet runs on that Node. Run `npm install` without --ignore-scripts, then try again.'
  );
}

/**
 * Runs `command` from the root of the checkout with the bundled Node 24 first on the PATH, passing SIGINT and SIGTERM on;
 * resolves to its exit code (128 + n when signal n ended it, 127 when there is no such command).
 */
export function run(command, args, { bundledNodeFirst = true, ...options } = {}) {
  const env = { ...process.env, ...options.env };
  if (bundledNodeFirst) {
    env.PATH = [join(root, 'node_modules/node/bin'), join(root, 'node_modules/.bin'), env.PATH ?? ''].join(':');
  }
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options, env });
  // A terminal sends SIGINT to the whole group, so the child has it already; SIGTERM comes to this process alone.
  const ignore = () => {};
  const pass = (signal) => child.kill(signal);
  const onInt = process.stdin.isTTY ? ignore : pass;
  process.on('SIGINT', onInt);
  process.on('SIGTERM', pass);
  return new Promise((resolve) => {
    const end = (code) => {
      process.off('SIGINT', onInt);
      process.off('SIGTERM', pass);
      resolve(code);
    };
    child.once('error', (error) => {
      process.stderr.write(`Cannot run ${command}: ${error.message}\n`);
      end(127);
    });
    child.once('exit', (code, signal) => end(code ?? 128 + constants.signals[signal]));
  });
}
