import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Usage } from './contender.ts';

interface ServerProcess {
  readonly url: string;
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

/** Runs a file of this folder, which answers by `serving`. */
export async function startServer(file: string, env: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const child = fork(join(import.meta.dirname, file), [], {
    env: { ...process.env, ...env },
    execArgv: [...process.execArgv, '--expose-gc'],
  });
  const next = <T>(): Promise<T> =>
    new Promise((resolve, reject) => {
      child.once('message', (message) => resolve(message as T));
      child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
    });
  const { url } = await next<{ url: string }>();
  return {
    url,
    usage: () => {
      const answer = next<Usage>();
      child.send('usage');
      return answer;
    },
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

/** In the server's process: says where it is, and what it has used whenever it is asked. */
export function serving(url: string): void {
  /** Taken by looking at the memory in use, which is no work of the server. */
  let lookingMicros = 0;
  const cpuMicros = (): number => {
    const { user, system } = process.cpuUsage();
    return user + system - lookingMicros;
  };
  process.on('message', () => {
    const used = cpuMicros();
    globalThis.gc?.();
    lookingMicros += cpuMicros() - used;
    process.send?.({ cpuMicros: used, rssBytes: process.memoryUsage().rss } satisfies Usage);
  });
  process.on('disconnect', () => process.exit());
  process.send?.({ url });
}
