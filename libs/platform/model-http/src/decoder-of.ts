import type { Duplex } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** What each portion holds comes out with it, and a body that is cut yields what came of it. */
const flushed = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
const decoders: Readonly<Record<string, () => Duplex>> = {
  gzip: () => createGunzip(flushed),
  'x-gzip': () => createGunzip(flushed),
  deflate: () => createInflate(flushed),
  br: () =>
    createBrotliDecompress({
      flush: constants.BROTLI_OPERATION_FLUSH,
      finishFlush: constants.BROTLI_OPERATION_FLUSH,
    }),
};

/** Some proxies compress what nobody asked them to; null for a body that is as it is. */
export function decoderOf(encoding: string | readonly string[] | undefined): Duplex | null {
  if (encoding === undefined) return null;
  return decoders[String(encoding).toLowerCase()]?.() ?? null;
}
