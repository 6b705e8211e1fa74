import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SentenceEncoder } from '@turnfleet/intent';
import { openEncoder } from './open-encoder.ts';

const folder = join(import.meta.dirname, '../../../../third_party/sentence-encoder');

describe('the sentence encoder', () => {
  let encoder: SentenceEncoder;
  beforeAll(async () => {
    encoder = await openEncoder(folder);
  });
  afterAll(() => encoder?.close());

  it('says of twenty sentences what the package says that it was made from', async () => {
    const golden = JSON.parse(readFileSync(join(folder, 'golden.json'), 'utf8')) as { text: string; vector: string }[];
    const vectors = await encoder.encode(golden.map(({ text }) => text));
    const cosines = golden.map(({ text, vector }, at) => ({ text, cosine: cosine(floats(vector), vectors[at]) }));
    expect(golden).toHaveLength(20);
    // Sentences with pieces of other scripts lose those; nothing else differs.
    expect(cosines.filter(({ cosine: one }) => one < 0.99)).toEqual([]);
  });

  it('puts the same wish in two languages closer than two wishes in one', async () => {
    const [coupon, kupon, back] = await encoder.encode([
      '有没有优惠券',
      'do you have any coupons',
      '这件衣服可以退货吗',
    ]);
    expect(cosine(coupon, kupon)).toBeGreaterThan(cosine(coupon, back) + 0.2);
  });

  it('gives vectors of length 1, for any text', async () => {
    const vectors = await encoder.encode(['', '?', '\u0000', '👍👍', 'ท'.repeat(10), '长'.repeat(5_000)]);
    for (const vector of vectors) expect(cosine(vector, vector)).toBeCloseTo(1, 3);
  });

  it('is the files that were checked in', () => {
    const sums = readFileSync(join(folder, 'SHA256SUMS'), 'utf8').trim().split('\n');
    expect(sums).toHaveLength(4);
    for (const line of sums) {
      const [sum, name = ''] = line.split(/\s+/);
      expect({
        name,
        sum: createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
      }).toEqual({ name, sum });
    }
  });

  it('refuses what is asked after it was closed, instead of waiting for ever', async () => {
    const other = await openEncoder(folder);
    const asked = other.encode(Array.from({ length: 200 }, () => '在吗'));
    await other.close();
    await expect(asked).rejects.toMatchObject({ kind: 'internal' });
    await expect(other.encode(['hello'])).rejects.toMatchObject({ kind: 'internal' });
  });

  it('says what is missing, and what follows, where its files are not', async () => {
    await expect(openEncoder('/nowhere')).rejects.toMatchObject({
      message: expect.stringContaining('cannot be read'),
      details: { suggestion: expect.stringContaining('words alone') },
    });
  });
});

function floats(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64');
  return Float32Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(4 * at));
}

function cosine(a: Float32Array | undefined, b: Float32Array | undefined): number {
  if (!a || !b) return 0;
  return a.reduce((sum, one, at) => sum + one * (b[at] ?? 0), 0);
}
