/** The thread of the sentence encoder: computing a vector takes milliseconds, which no turn's thread has to give. */
import { parentPort, workerData } from 'node:worker_threads';
import { type EncodeOne, openSession } from './encoder-session.ts';

export interface EncodeRequest {
  readonly id: number;
  readonly sentences: readonly string[];
}

/** The first one, with id 0, says that the encoder is open; `error` why something could not be done. */
export type EncodeAnswer =
  | { readonly id: number; readonly vectors: readonly Float32Array[] }
  | { readonly id: number; readonly error: string };

const port = parentPort;
const say = (answer: EncodeAnswer): void => port?.postMessage(answer);

async function answer(encodeOne: EncodeOne, { id, sentences }: EncodeRequest): Promise<void> {
  try {
    const vectors: Float32Array[] = [];
    for (const sentence of sentences) vectors.push(await encodeOne(sentence));
    say({ id, vectors });
  } catch (error) {
    say({ id, error: textOf(error) });
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

try {
  const encodeOne = await openSession((workerData as { readonly folder: string }).folder);
  port?.on('message', (question: EncodeRequest) => void answer(encodeOne, question));
  say({ id: 0, vectors: [] });
} catch (error) {
  say({ id: 0, error: textOf(error) });
}
