import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const tools = join(import.meta.dirname, '..');

/** For specs: a copy of the bootstrap scripts in a temporary folder, in which commands are what the spec makes them. */
export interface Checkout {
  readonly folder: string;
  write(path: string, text: string): void;
  /** Puts a command on the PATH: a shell script that runs in the checkout. */
  command(name: string, script: string): void;
  /** Runs a script of the checkout; `signal` is sent as soon as it prints `at`. */
  run(
    args: readonly string[],
    signal?: { readonly name: NodeJS.Signals; readonly at: string },
  ): Promise<{ readonly code: number | null; readonly output: string }>;
  remove(): void;
}

export function makeCheckout(): Checkout {
  const folder = mkdtempSync(join(tmpdir(), 'turnfleet-bootstrap-'));
  cpSync(join(tools, 'bootstrap'), join(folder, 'tools/bootstrap'), { recursive: true });
  cpSync(join(tools, 'node24.mjs'), join(folder, 'tools/node24.mjs'));
  const bin = join(folder, 'bin');
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const command = (name: string, script: string): void => {
    write(`bin/${name}`, `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  write('package-lock.json', '{}');
  return {
    folder,
    write,
    command,
    run: (args, signal) =>
      new Promise((resolve, reject) => {
        const env = { PATH: `${bin}:/usr/bin:/bin`, NODE_OF_SPEC: process.execPath };
        const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
        let output = '';
        let signalled = false;
        for (const stream of [child.stdout, child.stderr]) {
          stream.setEncoding('utf8').on('data', (text: string) => {
            output += text;
            if (!signal || signalled || !output.includes(signal.at)) return;
            signalled = true;
            child.kill(signal.name);
          });
        }
        child.once('error', reject);
        child.once('close', (code) => resolve({ code, output }));
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
