import { boundedCount, piecesOf } from '@turnfleet/model';
import { decodeGenerator, encode } from 'gpt-tokenizer/encoding/o200k_base';
import { LRUCache } from 'lru-cache';

// o200k_base is GPT-4.1's own encoding. Each encoding holds 40 to 70 MB, so every model of the catalogue is counted with it.
const plain = { allowedSpecial: new Set<string>(), disallowedSpecial: new Set<string>() };

// System prompts and tool schemas come again with every request; counting them afresh would cost more than answering.
const counted = new LRUCache<string, number>({
  max: 2_000,
  maxSize: 4_000_000,
  sizeCalculation: (_, text) => text.length + 1,
});

const encoded = (text: string): number[] => piecesOf(text).flatMap((piece) => encode(piece, plain));
const count = boundedCount((text) => encode(text, plain).length);

/** Tokens of `text`, long ones by sample; text that looks like a special token counts as plain text. */
export function countTokens(text: string): number {
  const known = counted.get(text);
  if (known !== undefined) return known;
  const tokens = count(text);
  counted.set(text, tokens);
  return tokens;
}

/** A piece of text that became readable, and how many tokens it took (several where a character spans tokens). */
interface TextPiece {
  readonly text: string;
  readonly tokens: number;
}

/** `text` in the pieces a model would stream; never half a character. */
export function textPieces(text: string): TextPiece[] {
  let pending = 0;
  function* counting(tokens: readonly number[]): Generator<number> {
    for (const token of tokens) {
      pending++;
      yield token;
    }
  }
  const pieces: TextPiece[] = [];
  for (const piece of decodeGenerator(counting(encoded(text)))) {
    if (piece === '') continue;
    pieces.push({ text: piece, tokens: pending });
    pending = 0;
  }
  return pieces;
}
