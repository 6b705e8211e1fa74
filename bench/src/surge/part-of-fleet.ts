import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { startInProcess } from '@turnfleet/fleet/in-process';

export interface PartOfFleet {
  readonly env: Readonly<Record<string, string>>;
  readonly only: NonNullable<Parameters<typeof startInProcess>[1]>;
}

interface Started {
  /** By app and purpose: `ingress.http`. */
  readonly addresses: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Apps in a process of their own, so that they do not share the event loop of who measures them. */
export async function startPart(part: PartOfFleet): Promise<Started> {
  const child = fork(join(import.meta.dirname, 'fleet-process.ts'), [JSON.stringify(part)], {
    execArgv: process.execArgv,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const began = once(child, 'message');
  const addresses = await Promise.race([
    began.then(([told]) => told as Started['addresses']),
    ended.then(() => {
      throw new Error(`${part.only.join(', ')} did not start`);
    }),
  ]);
  return {
    addresses,
    stop: async () => {
      child.send('stop');
      await ended;
    },
  };
}
