import { fork } from 'node:child_process';
import { join } from 'node:path';
import { TurnfleetError } from '@turnfleet/core';
import type { WorkerEvent, WorkerSettings } from './worker-settings.ts';

/** A consumer in an operating-system process of its own. */
export interface WorkerProcess {
  /** Ends it without warning (SIGKILL); resolves when it has ended and all it told has been heard. */
  kill(): Promise<void>;
  /** Lets it finish and leave its group. */
  stop(): Promise<void>;
}

/** Resolves when it consumes. */
export async function startWorkerProcess(
  settings: WorkerSettings,
  heard: (event: WorkerEvent) => void,
): Promise<WorkerProcess> {
  const child = fork(join(import.meta.dirname, 'worker.ts'), [JSON.stringify(settings)]);
  const ready = Promise.withResolvers<void>();
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  void ended.then(() =>
    ready.reject(new TurnfleetError('internal', `A worker of ${settings.consumer} ended before it was ready.`)),
  );
  child.on('message', (event: WorkerEvent) => {
    if (event.kind === 'ready') ready.resolve();
    else heard(event);
  });
  await ready.promise;
  return {
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    stop: async () => {
      if (child.connected) child.send('stop');
      await ended;
    },
  };
}
