import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { TurnfleetError } from '@turnfleet/core';
import { readPieces } from './read-pieces.ts';

/** Pieces of a sentence that are read: beyond, a shopper's first sentences have said what it is about. */
const longestPieces = 96;
/** Characters that hold more pieces than are read; the rest is not even tokenised. */
const longestText = 1_000;
const [begin, end] = [1, 2];

export type EncodeOne = (sentence: string) => Promise<Float32Array>;

/**
 * Universal Sentence Encoder, multilingual, pruned to Chinese and English, by onnxruntime. It computes on the thread that
 * calls it. Throws `internal` if files or packages are missing.
 */
export async function openSession(folder: string): Promise<EncodeOne> {
  const [{ InferenceSession, Tensor }, { Tokenizer }] = await packages();
  const read = (name: string): Promise<Buffer> => unpacked(join(folder, `${name}.gz`));
  const [table, scales, words, net] = await Promise.all([
    read('table.bin'),
    read('scales.bin'),
    read('tokenizer.json'),
    read('net.onnx'),
  ]);
  const description = JSON.parse(words.toString()) as { model: { vocab: unknown[] } };
  const tokenizer = new Tokenizer(description, {});
  const pieces = readPieces(table, scales, description.model.vocab.length);
  const session = await InferenceSession.create(net, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  return async (sentence) => {
    const { ids: found } = tokenizer.encode(sentence.slice(0, longestText), { add_special_tokens: false });
    const ids = [begin, ...found.slice(0, longestPieces), end];
    const input = new Tensor('float32', pieces.rowsOf(ids), [ids.length, pieces.dimensions]);
    const { vec } = await session.run({ emb: input });
    return Float32Array.from(vec?.data as Float32Array);
  };
}

/** What is used of onnxruntime-node and @huggingface/tokenizers, which need not be installed. */
interface Runtime {
  readonly InferenceSession: {
    create(
      net: Uint8Array,
      options: Readonly<Record<string, number>>,
    ): Promise<{
      run(feeds: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, { readonly data: unknown }>>>;
    }>;
  };
  readonly Tensor: new (type: 'float32', data: Float32Array, dimensions: readonly number[]) => object;
}
interface Tokenizing {
  readonly Tokenizer: new (
    description: object,
    config: object,
  ) => { encode(text: string, options: { readonly add_special_tokens: boolean }): { readonly ids: readonly number[] } };
}

/** By names that the compiler does not follow: an installation without them has no encoder. */
async function packages(): Promise<[Runtime, Tokenizing]> {
  const [runtime, tokenizers]: readonly string[] = ['onnxruntime-node', '@huggingface/tokenizers'];
  try {
    return [(await import(runtime ?? '')) as Runtime, (await import(tokenizers ?? '')) as Tokenizing];
  } catch (cause) {
    throw missing('its packages onnxruntime-node and @huggingface/tokenizers are not installed', cause);
  }
}

async function unpacked(path: string): Promise<Buffer> {
  try {
    return await promisify(gunzip)(await readFile(path));
  } catch (cause) {
    throw missing(`${path} cannot be read`, cause);
  }
}

function missing(why: string, cause: unknown): TurnfleetError {
  return new TurnfleetError('internal', `There is no sentence encoder: ${why}.`, { cause });
}
