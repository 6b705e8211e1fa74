import { Worker } from 'node:worker_threads';
import { TurnfleetError } from '@turnfleet/core';
import type { SentenceEncoder } from '@turnfleet/intent';
import type { EncodeAnswer, EncodeRequest } from './encoder-worker.ts';

const dimensions = 512;
const opening = 0;

/**
 * The sentence encoder whose files are in `folder` (third_party/sentence-encoder), in a thread of its own. Throws
 * `internal` with what to do if files or packages are missing. After its thread ended, every question fails likewise:
 * nothing depends on the encoder but accuracy.
 */
export async function openEncoder(folder: string): Promise<SentenceEncoder> {
  const worker = new Worker(new URL('./encoder-worker.ts', import.meta.url), { workerData: { folder } });
  const waiting = new Map<number, PromiseWithResolvers<readonly Float32Array[]>>();
  let gone: string | null = null;
  let last = opening;
  const open = expected(waiting, opening);
  const end = (why: string): void => {
    gone = why;
    for (const { reject } of waiting.values()) reject(unavailable(why));
    waiting.clear();
  };
  worker.on('message', (answer: EncodeAnswer) => {
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('error' in answer) asked?.reject(unavailable(answer.error));
    else asked?.resolve(answer.vectors);
  });
  worker.on('error', (error) => end(error instanceof Error ? error.message : String(error)));
  worker.on('exit', () => end(gone ?? 'Its thread has ended.'));
  try {
    await open;
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  worker.unref();
  return {
    dimensions,
    async encode(sentences) {
      if (gone !== null) throw unavailable(gone);
      last += 1;
      const answered = expected(waiting, last);
      worker.postMessage({ id: last, sentences } satisfies EncodeRequest);
      worker.ref();
      try {
        return (await answered).map((vector) => Float32Array.from(vector));
      } finally {
        if (waiting.size === 0) worker.unref();
      }
    },
    async close() {
      await worker.terminate();
    },
  };
}

function expected(
  waiting: Map<number, PromiseWithResolvers<readonly Float32Array[]>>,
  id: number,
): Promise<readonly Float32Array[]> {
  const asked = Promise.withResolvers<readonly Float32Array[]>();
  waiting.set(id, asked);
  return asked.promise;
}

function unavailable(why: string): TurnfleetError {
  return new TurnfleetError('internal', why, { suggestion: 'Intents are told by their words alone until it is back.' });
}
