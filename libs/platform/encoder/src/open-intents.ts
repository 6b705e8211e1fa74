import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { isTurnfleetError, TurnfleetError } from '@turnfleet/core';
import { decodeRecogniser, type Recognised, recognise, type SentenceEncoder } from '@turnfleet/intent';

/** Tells what a message wants. */
interface IntentReader {
  /** Every intent with its confidence, most likely first. */
  read(text: string): Promise<readonly Recognised[]>;
}

/**
 * The recogniser of a folder that `npm run intents -- train` wrote: by meaning and words with an encoder, by words alone
 * without. Throws `invalid_request` for a file that is none, `internal` if it is not there.
 */
export async function openIntents(folder: string, encoder: SentenceEncoder | null): Promise<IntentReader> {
  const path = join(folder, encoder ? 'meaning.bin.gz' : 'words.bin.gz');
  const recogniser = decodeRecogniser(await unpacked(path));
  return {
    async read(text) {
      const [vector = null] = encoder ? await encoder.encode([text]) : [];
      return recognise(recogniser, text, vector);
    },
  };
}

async function unpacked(path: string): Promise<Buffer> {
  try {
    return await promisify(gunzip)(await readFile(path));
  } catch (cause) {
    if (isTurnfleetError(cause)) throw cause;
    throw new TurnfleetError('internal', `The intent recogniser ${path} cannot be read.`, {
      suggestion: 'Make it with `npm run intents -- train`, or check the folder that is configured.',
      cause,
    });
  }
}
