import { beforeAll, describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import snappy from 'snappy';
import { registerCodecs } from './codecs.ts';

const { CompressionCodecs, CompressionTypes } = kafkajs;

interface Codec {
  compress(encoder: { buffer: Buffer }): Promise<Buffer>;
  decompress(buffer: Buffer): Promise<Buffer>;
}

const codec = (type: number): Codec => (CompressionCodecs[type as 1] as () => Codec)();

describe('codecs', () => {
  beforeAll(registerCodecs);
  const original = Buffer.from('上海有货吗?'.repeat(5_000));

  it.each(['GZIP', 'Snappy', 'LZ4', 'ZSTD'] as const)('%s gives back what it was given', async (name) => {
    const packed = await codec(CompressionTypes[name]).compress({ buffer: original });
    expect(packed.length).toBeLessThan(original.length);
    expect((await codec(CompressionTypes[name]).decompress(packed)).equals(original)).toBe(true);
  });

  it('writes LZ4 as frames, which is what Kafka means by it', async () => {
    const packed = await codec(CompressionTypes.LZ4).compress({ buffer: original });
    expect(packed.readUInt32LE(0)).toBe(0x184d2204);
  });

  it('reads Snappy in the frames of Java clients', async () => {
    const blocks = await Promise.all(
      [original.subarray(0, 30_000), original.subarray(30_000)].map((part) => snappy.compress(part)),
    );
    const header = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
    const framed = blocks.flatMap((block) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(block.length);
      return [length, block];
    });
    const unpacked = await codec(CompressionTypes.Snappy).decompress(Buffer.concat([header, ...framed]));
    expect(unpacked.equals(original)).toBe(true);
  });
});
