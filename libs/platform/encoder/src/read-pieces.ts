import { TurnfleetError } from '@turnfleet/core';

/** The vectors of word pieces: a byte a number, brought to its size by scale and offset of its row. */
interface Pieces {
  readonly dimensions: number;
  /** Writes the vectors of these pieces, one after another. */
  rowsOf(ids: readonly number[]): Float32Array;
}

/** @param table `count × dimensions` bytes @param scales two little-endian floats a row: scale, offset */
export function readPieces(table: Buffer, scales: Buffer, count: number): Pieces {
  const dimensions = table.length / count;
  if (!Number.isInteger(dimensions) || scales.length !== count * 8)
    throw new TurnfleetError('internal', 'The files of the sentence encoder do not belong together.');
  const factors = new Float32Array(scales.buffer.slice(scales.byteOffset, scales.byteOffset + scales.length));
  return {
    dimensions,
    rowsOf(ids) {
      const rows = new Float32Array(ids.length * dimensions);
      for (const [at, id] of ids.entries()) {
        const scale = factors[2 * id] ?? 0;
        const offset = factors[2 * id + 1] ?? 0;
        for (let i = 0; i < dimensions; i += 1)
          rows[at * dimensions + i] = (table[id * dimensions + i] ?? 0) * scale + offset;
      }
      return rows;
    },
  };
}
