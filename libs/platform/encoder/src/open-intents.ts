import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { isTurnfleetError, TurnfleetError } from '@turnfleet/core';
import { decodeRecogniser, type Recognised, recognise, type SentenceEncoder } from '@turnfleet/intent';

/** Tells what a message wants. */
interface IntentReader {
  /** Every intent with its confidence, most likely first; by its meaning none where there is no encoder. */
  read(text: string, by: 'words' | 'meaning'): Promise<readonly Recognised[]>;
}

/**
 * The recognisers of a folder that `npm run intents -- train` wrote. Throws `invalid_request` for a file that is none,
 * `internal` if it is not there. Reading by meaning fails as `encoder` does.
 */
export async function openIntents(
  folder: string,
  encoder: Pick<SentenceEncoder, 'encode'> | null,
): Promise<IntentReader> {
  const words = await recogniserIn(folder, 'words');
  const meaning = encoder && (await recogniserIn(folder, 'meaning'));
  return {
    async read(text, by) {
      if (by === 'words') return recognise(words, text, null);
      const [vector] = (await encoder?.encode([text])) ?? [];
      return meaning && vector ? recognise(meaning, text, vector) : [];
    },
  };
}

async function recogniserIn(folder: string, name: 'words' | 'meaning') {
  const path = join(folder, `${name}.bin.gz`);
  try {
    return decodeRecogniser(await promisify(gunzip)(await readFile(path)));
  } catch (cause) {
    if (isTurnfleetError(cause)) throw cause;
    throw new TurnfleetError('internal', `The intent recogniser ${path} cannot be read.`, {
      suggestion: 'Make it with `npm run intents -- train`, or check the folder that is configured.',
      cause,
    });
  }
}
