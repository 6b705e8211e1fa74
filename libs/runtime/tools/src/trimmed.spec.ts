import { describe, expect, it } from '@jest/globals';
import { trimmed } from './trimmed.ts';

const row = (i: number) => ({ sku: `SKU-${i}`, name: `Product ${i}`, price: { amount: `${i}.00`, currency: 'CNY' } });

describe('trimmed', () => {
  it('leaves alone what fits', () => {
    const content = { total: 3, rows: [row(1), row(2), row(3)], note: 'all' };
    expect(trimmed(content, 1_000)).toEqual({ content, missing: [] });
  });

  it('keeps the first rows of ten thousand and the fields behind them, and says how many are missing', () => {
    const rows = Array.from({ length: 10_000 }, (_, i) => row(i));
    const { content, missing } = trimmed({ rows, restock_time: '2026-12-02T01:00:00Z', total: 92 }, 32_000);
    const kept = content['rows'] as unknown[];
    expect(kept.length).toBeGreaterThan(100);
    expect(kept).toEqual(rows.slice(0, kept.length));
    expect(content).toMatchObject({ restock_time: '2026-12-02T01:00:00Z', total: 92 });
    expect(missing).toEqual([`rows: the first ${kept.length} of 10000`]);
    expect(JSON.stringify(content).length).toBeLessThanOrEqual(32_000);
  });

  it('goes by the order of the fields: what comes first is kept before what comes last', () => {
    const { content, missing } = trimmed({ first: 'a'.repeat(300), second: 'b'.repeat(300), third: [1, 2, 3] }, 400);
    expect(content['first']).toBe('a'.repeat(300));
    expect(content['second']).toMatch(/^b+…$/);
    expect(content['third']).toEqual([1, 2, 3]);
    expect(missing).toEqual([`second: the first ${String(content['second']).length - 1} of 300 characters`]);
  });

  it.each([
    ['a text', (much: number) => 'x'.repeat(much), /^description: the first \d+ of 5000000 characters$/],
    ['a list', (much: number) => Array.from({ length: much / 50 }, (_, i) => row(i)), /^description: the first \d+ of/],
    ['a record', (much: number) => ({ text: 'x'.repeat(much) }), /^description\.text: the first \d+ of/],
  ])('cuts %s that is too long, and keeps the fields behind it', (_, of, said) => {
    const behind = { price: { amount: '6999.00', currency: 'CNY' }, name: 'Phone', specs: { colour: 'red' }, left: 3 };
    const { content, missing } = trimmed({ product: { sku: 'S', description: of(5_000_000), ...behind } }, 32_000);
    expect(content['product']).toMatchObject({ sku: 'S', ...behind });
    expect(missing).toEqual([expect.stringMatching(new RegExp(said.source.replace('^', '^product\\.')))]);
    const size = JSON.stringify(content).length;
    expect([size > 16_000, size <= 32_000]).toEqual([true, true]);
  });

  it('gives each of several long fields a share, and the most to the first', () => {
    const long = 'x'.repeat(100_000);
    const { content } = trimmed({ a: long, b: long, c: long, note: 'all' }, 32_000);
    const [a = 0, b = 0, c = 0] = ['a', 'b', 'c'].map((name) => String(content[name]).length);
    expect([a > b, b >= c, c > 1_000, content['note']]).toEqual([true, true, true, 'all']);
    expect(JSON.stringify(content).length).toBeLessThanOrEqual(32_000);
  });

  it('leaves out what there is no room for, and says so', () => {
    const { content, missing } = trimmed(
      Object.fromEntries(Array.from({ length: 9_999 }, (_, i) => [`k${i}`, i])),
      900,
    );
    expect(JSON.stringify(content).length).toBeLessThanOrEqual(900);
    expect(content).toMatchObject({ k0: 0, k1: 1 });
    expect(missing[0]).toMatch(/^k\d+: left out$/);
  });

  it('counts what quotes and line ends take in JSON', () => {
    const { content, missing } = trimmed({ text: '"\n'.repeat(400), total: 92 }, 900);
    expect(JSON.stringify(content).length).toBeLessThanOrEqual(900);
    expect(content['total']).toBe(92);
    expect(missing).toEqual([`text: the first ${String(content['text']).length - 1} of 800 characters`]);
  });

  it('cuts a text of five megabytes without cutting a character in two', () => {
    const { content } = trimmed({ text: '😀'.repeat(1_250_000) }, 32_000);
    expect(String(content['text']).isWellFormed()).toBe(true);
    expect(JSON.stringify(content).length).toBeLessThanOrEqual(32_000);
  });
});
