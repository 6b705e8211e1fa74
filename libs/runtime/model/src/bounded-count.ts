import type { CountTokens } from './tokens.ts';

/** UTF-16 units. Byte-pair encoding takes quadratic time over a run without a word boundary, so no piece is longer. */
const pieceLength = 128;
/** Of a longer text this many pieces are counted, evenly spread, and the rest is taken to be like them. */
const mostPieces = 8;
/** A piece ends at white space if there is some among its last characters, so that few words are cut in two. */
const lookBack = 32;

/** The text in pieces of at most 128 UTF-16 units, never cut inside a character. Joined they are the text. */
export function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (let start = 0; start < text.length; ) {
    const end = endOfPiece(text, start);
    pieces.push(text.slice(start, end));
    start = end;
  }
  return pieces;
}

/**
 * Counts with `count` in bounded time whatever the text: exactly (a cut word may count one more) up to some 1,000
 * characters, by sample beyond.
 */
export function boundedCount(count: CountTokens): CountTokens {
  return (text) => {
    if (text.length <= pieceLength) return count(text);
    if (text.length <= pieceLength * mostPieces) return sum(piecesOf(text).map(count));
    const step = (text.length - pieceLength) / (mostPieces - 1);
    const sample = Array.from({ length: mostPieces }, (_, at) => {
      const start = wholeCharacter(text, Math.floor(at * step));
      return text.slice(start, endOfPiece(text, start));
    });
    const seen = sum(sample.map(({ length }) => length));
    return Math.ceil((sum(sample.map(count)) * text.length) / seen);
  };
}

function endOfPiece(text: string, start: number): number {
  const end = start + pieceLength;
  if (end >= text.length) return text.length;
  const space = text.slice(end - lookBack, end).search(/\s\S*$/);
  return wholeCharacter(text, space < 0 ? end : end - lookBack + space);
}

/** `at`, or the place before it if that would part a surrogate pair. */
function wholeCharacter(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return at > 0 && code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
