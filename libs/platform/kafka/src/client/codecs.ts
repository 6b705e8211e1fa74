import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import kafkajs from 'kafkajs';
import { compressFrame, decompressFrame } from 'lz4-napi';
import snappy from 'snappy';

const { CompressionCodecs, CompressionTypes } = kafkajs;

/** What kafkajs asks of a codec; `encoder.buffer` holds the records of one batch. */
interface Codec {
  compress(encoder: { readonly buffer: Buffer }): Promise<Buffer>;
  decompress(buffer: Buffer): Promise<Buffer>;
}

const zstdPack = promisify(zstdCompress);
const zstdUnpack = promisify(zstdDecompress);

const zstd: Codec = {
  compress: ({ buffer }) => zstdPack(buffer),
  decompress: (buffer) => zstdUnpack(buffer),
};

/** Kafka's LZ4 is the frame format, not the block format (KIP-57). */
const lz4: Codec = {
  compress: ({ buffer }) => compressFrame(buffer),
  decompress: (buffer) => decompressFrame(buffer),
};

const snappyCodec: Codec = {
  compress: ({ buffer }) => snappy.compress(buffer),
  decompress: (buffer) => (isFramed(buffer) ? unframe(buffer) : unsnap(buffer)),
};

/** Java clients wrap Snappy in the frames of snappy-java: this magic, two versions, then blocks with their lengths. */
const magic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0]);
const headerBytes = magic.length + 8;

function isFramed(buffer: Buffer): boolean {
  return buffer.subarray(0, magic.length).equals(magic);
}

async function unframe(buffer: Buffer): Promise<Buffer> {
  const blocks: Promise<Buffer>[] = [];
  for (let at = headerBytes; at < buffer.length; ) {
    const end = at + 4 + buffer.readUInt32BE(at);
    blocks.push(unsnap(buffer.subarray(at + 4, end)));
    at = end;
  }
  return Buffer.concat(await Promise.all(blocks));
}

async function unsnap(buffer: Buffer): Promise<Buffer> {
  return Buffer.from(await snappy.uncompress(buffer, { asBuffer: true }));
}

/** kafkajs knows only gzip; without the others one compressed batch of an upstream would stop its partition for good. */
export function registerCodecs(): void {
  CompressionCodecs[CompressionTypes.Snappy] = () => snappyCodec;
  CompressionCodecs[CompressionTypes.LZ4] = () => lz4;
  CompressionCodecs[CompressionTypes.ZSTD] = () => zstd;
}
